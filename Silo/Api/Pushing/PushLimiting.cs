using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using LaunchStack.Metrics.Silo.Configuration;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>One caller that pushes too fast gets 429 and leaves room for the others.</summary>
internal static class PushLimiting
{
    /// <summary>The policy of endpoints that take pushes.</summary>
    public const string Policy = "push";

    private const int RetryAfterSeconds = 1;

    public static void AddPushLimits(this IServiceCollection services, ServiceOptions options)
    {
        services.AddSingleton<PushRoom>();
        services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Policy, context => RateLimitPartition.GetConcurrencyLimiter(
                context.Connection.RemoteIpAddress ?? IPAddress.None,
                _ => new ConcurrencyLimiterOptions { PermitLimit = options.PushesPerCaller }));
            limiter.OnRejected = async (context, _) => await new RetryLater(
                Problems.Of(
                    StatusCodes.Status429TooManyRequests,
                    string.Create(CultureInfo.InvariantCulture, $"at most {options.PushesPerCaller} pushes of one caller may be under way at once")),
                TimeSpan.FromSeconds(RetryAfterSeconds)).ExecuteAsync(context.HttpContext);
        });
    }
}
