using System.Threading.Channels;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// Commits late samples, the days that they belong to one after the other: a transaction of several days would make everything between them stale.
/// The older days come first, so that an instance's readings keep their order.
/// </summary>
internal sealed class LateLane(
    ChannelReader<WriteUnit> queue,
    LateSplit split,
    SampleCommitter committer,
    LaneHealth health,
    LockedUnits locked,
    ISampleStore store,
    TailRegistry tails,
    MetricsOptions options,
    TimeProvider time)
{
    // Who comes back sends one push after the other, and what was made ready for them should be there for the next.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly UnitGatherer _gathered = new(tails, split, locked);
    private readonly BatchLimit _limit = new(options.WriterBatchSize);
    private readonly long _mostBytes = TailSize.BatchBoundOf(options);

    private bool IsFull =>
        _gathered.Samples.Count >= options.WriterBatchSize || _gathered.Bytes >= _mostBytes || _gathered.IsOutOfMemory;

    /// <summary>Runs until the queue is completed and empty, or the token fires.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (_gathered.Samples.Count > 0 || await IsMoreAsync(cancellationToken))
        {
            Gather();
            var outcomes = new AppendOutcome[_gathered.Samples.Count];
            var met = new HashSet<Guid>();
            foreach (var day in Days())
            {
                await CommitAsync(day, outcomes, met, cancellationToken);
            }

            _gathered.Settle(outcomes);
        }
    }

    /// <summary>Waits for late samples; false when none will come. When none have come for a while, the store is told so.</summary>
    private async Task<bool> IsMoreAsync(CancellationToken cancellationToken)
    {
        if (locked.IsAny)
        {
            return await locked.WaitAsync(queue, cancellationToken);
        }

        var more = queue.WaitToReadAsync(cancellationToken).AsTask();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(more, Task.Delay(Quiet, time, waiting.Token)) != more)
        {
            await SettleAsync(cancellationToken);
        }

        await waiting.CancelAsync();
        return await more;
    }

    /// <summary>Not to its end when the silo stops: the database does the rest itself some time later.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var settled = store.SettleLateAsync(stopping.Token);
        if (await Task.WhenAny(settled, queue.Completion) != settled)
        {
            await stopping.CancelAsync();
        }

        await settled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Gather()
    {
        locked.Gather(_gathered, () => IsFull);
        while (!IsFull && queue.TryRead(out var late))
        {
            if (!locked.TryAdd(late))
            {
                _gathered.Add(late);
            }
        }
    }

    /// <summary>Commits a day's samples, as many at once as the database is likely to take within a second.</summary>
    private async Task CommitAsync(List<int> day, AppendOutcome[] outcomes, HashSet<Guid> met, CancellationToken cancellationToken)
    {
        var timestamps = day.Select(index => _gathered.Samples[index].Pending.Sample.Timestamp);
        await store.PrepareLateAsync(timestamps.Min(), timestamps.Max(), day.Count, cancellationToken);
        for (var first = 0; first < day.Count;)
        {
            var part = day.GetRange(first, Math.Min(_limit.Rows, day.Count - first));
            var started = time.GetTimestamp();
            var committed = await committer.CommitAsync([.. part.Select(index => _gathered.Samples[index])], health, met, cancellationToken);
            _limit.Observe(part.Count, time.GetElapsedTime(started));
            for (var place = 0; place < committed.Length; place++)
            {
                outcomes[part[place]] = committed[place];
            }

            first += part.Count;
        }
    }

    /// <summary>The indexes of the samples, by day, in the order in which they came.</summary>
    private IEnumerable<List<int>> Days() => Enumerable.Range(0, _gathered.Samples.Count)
        .GroupBy(index => Timestamps.Day(_gathered.Samples[index].Pending.Sample.Timestamp))
        .OrderBy(day => day.Key)
        .Select(day => day.ToList());
}
