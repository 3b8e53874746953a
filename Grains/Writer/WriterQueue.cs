using System.Threading.Channels;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Tail;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// What is handed over and not yet taken by the writer, one channel a lane, and one for late samples. The channels have no bound of their own:
/// the registry's bounds hold for buffers and batches together, so enqueueing never waits.
/// </summary>
internal sealed class WriterQueue(IOptions<MetricsOptions> options)
{
    private readonly Channel<FlushBatch>[] _lanes =
        [.. Enumerable.Range(0, options.Value.WriterLanes).Select(_ => Channel.CreateUnbounded<FlushBatch>(new() { SingleReader = true }))];

    private readonly Channel<WriteUnit> _late = Channel.CreateUnbounded<WriteUnit>(new() { SingleReader = true });

    public ChannelReader<WriteUnit> Late => _late.Reader;

    public IReadOnlyList<ChannelReader<FlushBatch>> Readers => [.. _lanes.Select(lane => lane.Reader)];

    /// <summary>Queues a batch in its instance's lane, where the order of calls is kept.</summary>
    /// <exception cref="InvalidOperationException">The writer has stopped.</exception>
    public void Enqueue(FlushBatch batch)
    {
        var lane = _lanes[(uint)batch.InstanceId.GetHashCode() % (uint)_lanes.Length];
        if (!lane.Writer.TryWrite(batch))
        {
            throw new InvalidOperationException("the writer has stopped");
        }
    }

    /// <summary>Passes late samples on from a lane.</summary>
    public void EnqueueLate(in WriteUnit late) => _late.Writer.TryWrite(late);

    /// <summary>Nothing late comes any more: the lanes have ended.</summary>
    public void CompleteLate() => _late.Writer.TryComplete();

    /// <summary>Nothing is handed over any more.</summary>
    public void Complete()
    {
        foreach (var lane in _lanes)
        {
            lane.Writer.TryComplete();
        }
    }
}
