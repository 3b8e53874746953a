using LaunchStack.Metrics.Client.Spill;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Samples of one instance that are pushed, kept and let go of together.</summary>
/// <param name="batch">What is pushed.</param>
/// <param name="counter">Whose counters the network numbers are; null where they are bytes.</param>
/// <param name="addedAt">When the oldest of them was added, in ticks of UTC.</param>
/// <param name="cost">What they take of the room, in bytes.</param>
/// <param name="shares">The files that hold them too; null where samples are not spilled.</param>
internal sealed class Part(InstanceBatch batch, CounterKey? counter, long addedAt, long cost, IReadOnlyList<SpillShare>? shares)
{
    public InstanceBatch Batch => batch;

    public Guid InstanceId => batch.InstanceId;

    public CounterKey? Counter => counter;

    public int Samples => batch.Batch.Samples.Count;

    public long AddedAt => addedAt;

    public long Cost => cost;

    public IReadOnlyList<SpillShare>? Shares => shares;

    /// <summary>Its place in its lane's row of parts that were ever kept; 0 before it was.</summary>
    public long Sequence { get; set; }

    /// <summary>Where it lies on the silo that accepted it.</summary>
    public Durability Durability { get; set; }

    /// <summary>The same without the samples that were rejected, which would only be rejected again.</summary>
    public Part Without(IReadOnlyList<RejectedSample> rejected)
    {
        var indexes = rejected.Select(sample => sample.Index).ToHashSet();
        Sample[] rest = [.. batch.Batch.Samples.Where((_, index) => !indexes.Contains(index))];
        return new Part(batch with { Batch = batch.Batch with { Samples = rest } }, counter, addedAt, cost, shares) { Sequence = Sequence };
    }
}
