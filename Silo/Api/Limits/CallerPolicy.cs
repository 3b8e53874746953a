using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace LaunchStack.Metrics.Silo.Api.Limits;

/// <summary>One caller, by address, that asks for too much at once gets 429 and leaves room for the others.</summary>
/// <param name="limit">How many requests of one caller may be under way at once.</param>
/// <param name="what">What they are, in the plural.</param>
internal sealed class CallerPolicy(int limit, string what) : IRateLimiterPolicy<IPAddress>
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => async (rejected, _) => await new RetryLater(
        Problems.Of(
            StatusCodes.Status429TooManyRequests,
            string.Create(CultureInfo.InvariantCulture, $"at most {limit} {what} of one caller may be under way at once"),
            what,
            string.Create(CultureInfo.InvariantCulture, $"must be at most {limit} of one caller at once")),
        RetryAfter).ExecuteAsync(rejected.HttpContext);

    public RateLimitPartition<IPAddress> GetPartition(HttpContext httpContext) => RateLimitPartition.GetConcurrencyLimiter(
        CallerAddress.Of(httpContext.Connection),
        _ => new ConcurrencyLimiterOptions { PermitLimit = limit });
}
