using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>The silo's one writer: its lanes, started with the silo and drained after the grains.</summary>
internal sealed partial class SampleWriter(
    WriterQueue queue,
    LateSplit late,
    SampleCommitter committer,
    ISampleStore store,
    TailRegistry tails,
    FlushClock flushes,
    SampleCounters counters,
    StoreRetry retry,
    IOptions<MetricsOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<SampleWriter> logger) : IDisposable
{
    // What is not committed by then is committed later on, at the latest when the grains are gone.
    private static readonly TimeSpan AheadPatience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _abandoned = new();
    private Task _lanes = Task.CompletedTask;

    public void Start()
    {
        var current = Task.WhenAll(queue.Readers
            .Select(reader => (Reader: reader, Health: retry.AddLane()))
            .Select(lane => new WriterLane(lane.Reader, late, committer, lane.Health, new LockedUnits(lane.Health, time, logger), tails, options.Value, time))
            .Select(lane => Task.Run(() => RunAsync(lane.RunAsync))));
        var health = retry.AddLane();
        var lateLane = new LateLane(queue.Late, late, committer, health, new LockedUnits(health, time, logger), store, tails, options.Value, time);
        _lanes = Task.WhenAll(EndLateAfterAsync(current), Task.Run(() => RunAsync(lateLane.RunAsync)));
    }

    /// <summary>
    /// Commits what there is while grains and clients are still served, in transactions as large as the writer makes them. Left to grains that leave a thousand at a time, each of which
    /// waits for its commit, it would be hundreds of small ones.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task CommitAheadAsync(CancellationToken cancellationToken)
    {
        if (retry.Stuck is not null)
        {
            return;
        }

        var batches = tails.HandOverAll();
        var all = Task.WhenAll(batches.Select(batch => batch.Completion));
        await Task.WhenAny(all, Task.Delay(AheadPatience, time, cancellationToken));
    }

    /// <summary>
    /// Commits the whole tail, then ends. What is not committed within the stop's time is lost, counted and said. The host's own
    /// token does not count: it bounds what comes before, and may have fired when the writer's turn comes.
    /// </summary>
    public async Task StopAsync()
    {
        await flushes.DisposeAsync();
        tails.Close();
        tails.HandOverAll();
        queue.Complete();
        try
        {
            await _lanes.WaitAsync(options.Value.StopTimeout, time);

            // What was on its way in just then.
            counters.CountDropped(tails.Samples);
            LogDrained(counters.Accepted, counters.Durable, counters.Dropped);
        }
        catch (TimeoutException)
        {
            await _abandoned.CancelAsync();
            counters.CountDropped(tails.Samples);
            LogLost(tails.Samples, counters.Accepted, counters.Durable);
        }
    }

    private async Task EndLateAfterAsync(Task current)
    {
        await current;
        queue.CompleteLate();
    }

    // A silo whose lane is dead would accept and never commit: better that another one takes over.
    private async Task RunAsync(Func<CancellationToken, Task> lane)
    {
        try
        {
            await lane(_abandoned.Token);
        }
        catch (Exception exception) when (!_abandoned.IsCancellationRequested)
        {
            LogLaneDied(exception);
            lifetime.StopApplication();
            throw;
        }
    }

    public void Dispose() => _abandoned.Dispose();

    [LoggerMessage(1005, LogLevel.Information, "Writer drained: {Accepted} samples accepted, {Durable} durable, {Dropped} dropped")]
    private partial void LogDrained(long accepted, long durable, long dropped);

    [LoggerMessage(1008, LogLevel.Critical, "A writer lane has died; the silo stops")]
    private partial void LogLaneDied(Exception exception);

    [LoggerMessage(1006, LogLevel.Error, "Stopped before the database took everything: {Lost} samples lost; {Accepted} accepted, {Durable} durable")]
    private partial void LogLost(long lost, long accepted, long durable);
}
