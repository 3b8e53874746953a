using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using LaunchStack.Metrics.Silo.Configuration;
using Microsoft.AspNetCore.RateLimiting;

namespace LaunchStack.Metrics.Silo.Api.Limits;

/// <summary>How many requests of one caller, by address, are taken in a second, whether it has a key or not; beyond it 429.</summary>
internal static class CallerRate
{
    // Ten times a second, so that the second of a caller who has used it up does not end at once for all that it asks.
    private const int Parts = 10;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public static void LimitRate(this RateLimiterOptions limiter, ServiceOptions options)
    {
        var limit = options.RequestsPerSecond;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => IsFree(context)
            ? RateLimitPartition.GetNoLimiter(IPAddress.None)
            : RateLimitPartition.GetTokenBucketLimiter(CallerAddress.Of(context.Connection), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limit,
                TokensPerPeriod = Math.Max(1, limit / Parts),
                ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, limit / Parts) / (double)limit),
            }));
        limiter.OnRejected = async (rejected, _) => await new RetryLater(
            Problems.Of(
                StatusCodes.Status429TooManyRequests,
                string.Create(CultureInfo.InvariantCulture, $"at most {limit} requests of one caller are taken in a second"),
                "requests",
                string.Create(CultureInfo.InvariantCulture, $"must be at most {limit} of one caller in a second")),
            RetryAfter).ExecuteAsync(rejected.HttpContext);
    }

    // Health has to be answered however busy the service is.
    private static bool IsFree(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.GetEndpoint()?.Metadata.GetMetadata<AnswersWhileStarting>() is not null;
}
