using LaunchStack.Metrics.Benchmarks.Accept;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Allocations;

/// <summary>What is allocated for: the same number of samples everywhere, in pushes of different sizes.</summary>
internal static class AllocationSamples
{
    /// <summary>How many samples there are in all; what is measured is divided by it.</summary>
    public const int Count = 10_000;

    /// <summary>One push of each of as many instances as it takes.</summary>
    public static InstanceBatch[] Batches(int samplesPerPush)
    {
        var samples = new PushSamples(Count / samplesPerPush, samplesPerPush);
        return [.. Enumerable.Range(0, samples.Instances).Select(instance => new InstanceBatch(samples.IdOf(instance), samples.BatchOf(instance, 0)))];
    }
}
