using System.Net.Http.Headers;
using System.Text;
using LaunchStack.Metrics.Silo.Api;
using LaunchStack.Metrics.Silo.Configuration;
using Microsoft.Net.Http.Headers;

namespace LaunchStack.Metrics.Silo.Dashboard;

/// <summary>
/// Lets only holders of a key in: as the password of HTTP Basic, which browsers ask their user for, with any user name; or as with the API. Basic is
/// taken here alone: a browser that knows a key sends it unasked, which calls that change something must not be open to.
/// </summary>
internal sealed class DashboardKeyMiddleware(RequestDelegate next, IReadOnlyList<ApiKeyHash> keys)
{
    private const string Challenge = "Basic realm=\"LaunchStack Metrics\", charset=\"UTF-8\"";

    public Task InvokeAsync(HttpContext context)
    {
        // Nor may a page of somebody else show it in a frame of its own.
        context.Response.Headers.XFrameOptions = "DENY";
        if (KeyOf(context.Request.Headers.Authorization) is { } candidate && keys.Any(key => key.Matches(candidate)))
        {
            return next(context);
        }

        context.Response.Headers[HeaderNames.WWWAuthenticate] = Challenge;
        return Problems.Of(StatusCodes.Status401Unauthorized, "a key of this service must be given as the password, with any user name").ExecuteAsync(context);
    }

    private static string? KeyOf(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var authorization) || authorization.Parameter is not { } parameter)
        {
            return null;
        }

        return authorization.Scheme.ToUpperInvariant() switch
        {
            "BASIC" => PasswordOf(parameter),
            "BEARER" => parameter,
            _ => null,
        };
    }

    private static string? PasswordOf(string parameter)
    {
        var bytes = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : null;
    }
}
