using LaunchStack.Metrics.Silo.Configuration;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Lets only callers in that have one of the keys.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, IReadOnlyList<ApiKeyHash> keys)
{
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && keys.Any(key => key.Matches(header[Scheme.Length..].Trim())))
        {
            return next(context);
        }

        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return Problems.Of(StatusCodes.Status401Unauthorized, HeaderNames.Authorization, "must be: Bearer, a space and a key of this service").ExecuteAsync(context);
    }
}
