using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Lets only callers with the key in.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKey key)
{
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && key.Matches(header[Scheme.Length..].Trim()))
        {
            return next(context);
        }

        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return Problems.Of(StatusCodes.Status401Unauthorized, "Authorization must be: Bearer, a space and the configured key").ExecuteAsync(context);
    }
}
