namespace LaunchStack.Metrics.Cli.Load;

/// <summary>What a load run does.</summary>
/// <param name="Instances">How many instances push.</param>
/// <param name="Interval">How often each one pushes.</param>
/// <param name="Duration">For how long.</param>
/// <param name="Concurrency">How many pushes may be under way at the same time.</param>
/// <param name="Seed">Makes the instances and their numbers.</param>
internal sealed record LoadPlan(int Instances, TimeSpan Interval, TimeSpan Duration, int Concurrency, long Seed)
{
    /// <summary>How many samples each instance pushes: one at least.</summary>
    public long Rounds => Math.Max(1, (Duration.Ticks + Interval.Ticks - 1) / Interval.Ticks);

    /// <summary>How many samples are pushed in all.</summary>
    public long Total => Instances * Rounds;

    /// <summary>When a push is due after the start; the instances are spread over the interval.</summary>
    public TimeSpan DueOf(long push) => (Interval * (push / Instances)) + (Interval * ((double)(push % Instances) / Instances));
}
