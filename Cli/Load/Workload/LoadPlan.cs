using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Workload;

/// <summary>
/// What a run sends: everything follows from these values and from how many batches were sent. Batches are numbered; batch b is round
/// b / instances of instance b mod instances, so that a number of batches says exactly which samples they hold.
/// </summary>
/// <param name="Seed">Makes the instances and their numbers.</param>
/// <param name="Instances">How many instances there are.</param>
/// <param name="Batch">How many samples of one instance are sent together.</param>
/// <param name="Network">What the network numbers mean.</param>
/// <param name="Start">When sample 0 of each instance was measured; whole microseconds.</param>
/// <param name="Step">The time between two samples of an instance; whole microseconds, one at least.</param>
internal sealed record LoadPlan(long Seed, int Instances, int Batch, NetworkMode Network, DateTimeOffset Start, TimeSpan Step)
{
    /// <summary>The most samples of one run: checking what is stored takes a bit for each.</summary>
    public const long MaxSamples = 10_000_000_000;

    /// <summary>When the given sample of any instance was measured.</summary>
    public DateTimeOffset TimestampOf(long sample) => Start.AddTicks(sample * Step.Ticks);

    /// <summary>How many samples of an instance the first batches hold.</summary>
    public long SamplesOf(int instance, long batches) => ((batches / Instances) + (instance < batches % Instances ? 1 : 0)) * Batch;
}
