using System.Threading.Channels;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// Commits late samples, a transaction for each day that they belong to: one of several days would make everything between them stale.
/// The older days come first, so that an instance's readings keep their order.
/// </summary>
internal sealed class LateLane(
    ChannelReader<LateUnit> queue, LateSplit split, SampleCommitter committer, ISampleStore store, TailRegistry tails, MetricsOptions options)
{
    private readonly UnitGatherer _gathered = new(tails);
    private readonly List<Guid> _holding = [];

    /// <summary>Runs until the queue is completed and empty, or the token fires.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await queue.WaitToReadAsync(cancellationToken))
        {
            while (_gathered.Samples.Count < options.WriterBatchSize && _gathered.Bytes < options.WriterBatchBytes && queue.TryRead(out var late))
            {
                _gathered.Add(late.Unit);
                if (late.HoldsReadings)
                {
                    _holding.Add(late.Unit.Batch.InstanceId);
                }
            }

            var outcomes = new AppendOutcome[_gathered.Samples.Count];
            foreach (var day in Days())
            {
                var committed = await committer.CommitAsync([.. day.Select(index => _gathered.Samples[index])], cancellationToken);
                for (var place = 0; place < committed.Length; place++)
                {
                    outcomes[day[place]] = committed[place];
                }
            }

            _gathered.Settle(outcomes);
            _holding.ForEach(split.Settled);
            _holding.Clear();
            if (!queue.TryPeek(out _))
            {
                await store.SettleLateAsync(cancellationToken);
            }
        }
    }

    /// <summary>The indexes of the samples, by day, in the order in which they came.</summary>
    private IEnumerable<List<int>> Days() => Enumerable.Range(0, _gathered.Samples.Count)
        .GroupBy(index => Timestamps.Day(_gathered.Samples[index].Pending.Sample.Timestamp))
        .OrderBy(day => day.Key)
        .Select(day => day.ToList());
}
