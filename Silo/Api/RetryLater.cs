using System.Globalization;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>A result with a Retry-After header, in whole seconds.</summary>
internal sealed class RetryLater(IResult result, TimeSpan after) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return result.ExecuteAsync(httpContext);
    }
}
