using LaunchStack.Metrics.Grains.Tail;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>Samples of a batch that are committed together.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Places">Which of its samples; null: all.</param>
/// <param name="HoldsReadings">Whether newer readings of the instance take the late lane until this is settled.</param>
internal readonly record struct WriteUnit(FlushBatch Batch, int[]? Places, bool HoldsReadings = false)
{
    public int Count => Places?.Length ?? Batch.Samples.Count;
}
