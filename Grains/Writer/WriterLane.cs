using System.Threading.Channels;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>Gathers batches of many instances, commits them as one transaction and tells who waits. One loop, so order is kept.</summary>
internal sealed class WriterLane(
    ChannelReader<FlushBatch> queue,
    LateSplit late,
    SampleCommitter committer,
    LaneHealth health,
    LockedUnits locked,
    TailRegistry tails,
    MetricsOptions options,
    TimeProvider time)
{
    private readonly UnitGatherer _gathered = new(tails, late, locked);
    private readonly BatchLimit _limit = new(options.WriterBatchSize);

    private readonly long _mostBytes = TailSize.BatchBoundOf(options);

    private bool IsFull => _gathered.Samples.Count >= _limit.Rows || _gathered.Bytes >= _mostBytes || _gathered.IsOutOfMemory;

    /// <summary>Runs until the queue is completed and empty, or the token fires.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (_gathered.Samples.Count > 0 || await locked.WaitAsync(queue, cancellationToken))
        {
            Gather();
            if (!IsFull && options.WriterLinger > TimeSpan.Zero && !queue.Completion.IsCompleted)
            {
                await Task.Delay(options.WriterLinger, time, cancellationToken);
                Gather();
            }

            if (_gathered.Samples.Count == 0)
            {
                continue;
            }

            var started = time.GetTimestamp();
            var outcomes = await committer.CommitAsync(_gathered.Samples, health, [], cancellationToken);
            _limit.Observe(outcomes.Length - outcomes.AsSpan().Count(AppendOutcome.Locked), time.GetElapsedTime(started));
            _gathered.Settle(outcomes);
        }
    }

    private void Gather()
    {
        locked.Gather(_gathered, () => IsFull);
        while (!IsFull && queue.TryRead(out var batch))
        {
            if (late.Current(batch) is { } unit && !locked.TryAdd(unit))
            {
                _gathered.Add(unit);
            }
        }
    }
}
