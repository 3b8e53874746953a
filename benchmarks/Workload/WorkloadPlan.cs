namespace LaunchStack.Metrics.Benchmarks.Workload;

/// <summary>Which samples are made.</summary>
/// <param name="Instances">How many instances.</param>
/// <param name="Days">How many days before <paramref name="End"/>.</param>
/// <param name="Interval">How far apart one instance's samples are.</param>
/// <param name="Seed">Makes the instances and their numbers; the same seed makes the same ones.</param>
/// <param name="End">Samples are before this.</param>
internal sealed record WorkloadPlan(int Instances, int Days, TimeSpan Interval, int Seed, DateTimeOffset End)
{
    public DateTimeOffset Start => End.AddDays(-Days);

    public long Steps => TimeSpan.FromDays(Days).Ticks / Interval.Ticks;

    public long Rows => Steps * Instances;
}
