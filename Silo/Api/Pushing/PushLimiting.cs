using LaunchStack.Metrics.Silo.Api.Limits;
using LaunchStack.Metrics.Silo.Configuration;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>Bounds the pushes that are under way at once, of one caller and in all.</summary>
internal static class PushLimiting
{
    /// <summary>The policy of endpoints that take pushes.</summary>
    public const string Policy = "push";

    public static void AddPushLimits(this IServiceCollection services, ServiceOptions options)
    {
        services.AddSingleton<PushRoom>();
        services.AddRateLimiter(limiter => limiter.AddPolicy(Policy, new CallerPolicy(options.PushesPerCaller, "pushes")));
    }
}
