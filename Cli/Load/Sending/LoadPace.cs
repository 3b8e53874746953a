using LaunchStack.Metrics.Cli.Load.Workload;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>When a plan's batches are sent.</summary>
/// <param name="Rate">How many samples a second.</param>
/// <param name="Duration">For how long.</param>
internal sealed record LoadPace(LoadRate Rate, TimeSpan Duration)
{
    // A service that kept up until the end is sent the whole plan, however little the last batches came late.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // With it a plan stays within the accept window at up to a million samples per second.
    private const long MicrosecondsPerInstance = 1;
    private const long MostOfMax = 1_000;

    // A batch is sent when its first sample is due, so that its last one is ahead.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>When sending ends, whatever is left.</summary>
    public TimeSpan Limit => Rate.PerSecond is null ? Duration : Duration + Grace;

    /// <summary>How many batches there are to send, one at least.</summary>
    public long BatchesOf(int batch) => Rate.PerSecond is { } rate
        ? Math.Max(1, (long)Math.Ceiling((decimal)Duration.Ticks * rate / TimeSpan.TicksPerSecond / batch))
        : LoadPlan.MaxSamples / batch;

    /// <summary>How long after the start a batch is due.</summary>
    public TimeSpan DueOf(long number, int batch) => Rate.PerSecond is { } rate
        ? TimeSpan.FromTicks((long)((double)number * batch * TimeSpan.TicksPerSecond / rate))
        : TimeSpan.Zero;

    /// <summary>The time between two samples of an instance that fits the rate, at most a minute ahead and never too fine for the store.</summary>
    public TimeSpan StepOf(int instances, int batch)
    {
        var natural = Rate.PerSecond is { } rate
            ? instances * 1_000_000L / rate
            : Math.Min(instances * MicrosecondsPerInstance, MostOfMax);
        return TimeSpan.FromMicroseconds(Math.Max(1, Math.Min(natural, (long)Ahead.TotalMicroseconds / batch)));
    }
}
