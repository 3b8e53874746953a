using LaunchStack.Metrics.Grains.Tail;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>Samples of a batch that are committed together.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Places">Which of its samples; null: all.</param>
internal readonly record struct WriteUnit(FlushBatch Batch, int[]? Places)
{
    public int Count => Places?.Length ?? Batch.Samples.Count;
}
