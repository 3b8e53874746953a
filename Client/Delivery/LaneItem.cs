using System.Runtime.CompilerServices;
using LaunchStack.Metrics.Client.Spill;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>
/// What a lane takes in: a sample, a batch as one unit, or the mark of a flush, which is answered when everything before it is settled.
/// </summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Counter">Whose counters the network numbers are; null where they are bytes.</param>
/// <param name="Sample">The sample, where there is no batch.</param>
/// <param name="Batch">The batch.</param>
/// <param name="AddedAt">When it was added, in ticks of UTC.</param>
internal readonly record struct LaneItem(Guid InstanceId, CounterKey? Counter, Sample Sample, SampleBatch? Batch, long AddedAt)
{
    // Measured: a sample that is kept by itself, the only one of its instance, takes 400 to 500 bytes with its own.
    private const int Overhead = 448;

    /// <summary>The file that holds it too; null where samples are not spilled.</summary>
    public SpillSegment? Segment { get; init; }

    /// <summary>The mark of a flush.</summary>
    public TaskCompletionSource<LaneLosses>? Flush { get; init; }

    public int Samples => Batch?.Samples.Count ?? 1;

    /// <summary>About what it takes in memory until it is let go of, in bytes.</summary>
    public long Cost => Overhead + ((long)Samples * Unsafe.SizeOf<Sample>());

    public static LaneItem Mark(TaskCompletionSource<LaneLosses> flush) => new() { Flush = flush };
}
