namespace LaunchStack.Metrics.Benchmarks.Workload;

/// <summary>
/// The kinds of the made-up platform. Their numbers come from the trace in README.md; how many there are of each is an assumption:
/// most containers of a platform serve nobody most of the time.
/// </summary>
internal static class InstanceKinds
{
    public static IReadOnlyList<InstanceKind> All { get; } =
    [
        new("asleep", 0.30) { WakePeriod = 25, WakeCost = 180 },
        new("idle", 0.20) { WakePeriod = 0.5, WakeCost = 78 },
        new("checked", 0.20) { WakePeriod = 0.1, WakeCost = 130, CheckPeriod = 10, RequestCost = 900, RequestOutSpread = 6_000, PagesPerRequest = 8 },
        new("sporadic", 0.15) { WakePeriod = 25, WakeCost = 180, RequestRate = 0.04, RequestCost = 1_500, RequestOutSpread = 6_000, PagesPerRequest = 4 },
        new("bursty", 0.08)
        {
            WakePeriod = 0.1, WakeCost = 130, RequestRate = 8, RateSwing = 0.5, BurstLength = 110, BurstPause = 240, RequestOutSpread = 6_000, PagesPerRequest = 3,
        },
        new("steady", 0.05) { WakePeriod = 25, WakeCost = 180, RequestRate = 6, RateSwing = 0.35, RateMemory = 400, RequestOutSpread = 6_000, PagesPerRequest = 1 },
        new("batch", 0.02) { WakePeriod = 60, WakeCost = 160_000, RequestRate = 200, BurstLength = 80, BurstPause = 500, RequestIn = 0, RequestOut = 0, RequestCost = 200, PagesPerRequest = 2 },
    ];
}
