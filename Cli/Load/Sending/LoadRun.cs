using LaunchStack.Metrics.Cli.Load.Workload;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>
/// Sends a plan with some agents at the same time, and waits until what was sent is durable. Agents end at the same batch, so that their
/// number says what was sent.
/// </summary>
internal sealed class LoadRun(LoadFleet fleet, LoadPace pace, IReadOnlyList<ILoadTarget> targets, TimeProvider timeProvider)
{
    // What a run that was stopped may take to settle what it has sent; the process has 20 s in all.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    // Waiting for each batch would cost more than sending it; nothing comes later than this.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly LoadPlan _plan = fleet.Plan;
    private readonly LoadMeter _meter = new();
    private readonly LoadAgent[] _agents = [.. targets.Select((target, number) => new LoadAgent(number, targets.Count, fleet, target))];
    private readonly DateTimeOffset _startedAt = timeProvider.GetUtcNow();
    private readonly long _started = timeProvider.GetTimestamp();
    private volatile string? _problem;

    /// <summary>How long it has run.</summary>
    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_started);

    /// <summary>How many samples were sent so far, each counted once.</summary>
    public long Sent => _agents.Sum(agent => agent.Samples);

    /// <summary>What became of them.</summary>
    public LoadCounts Counts => targets.Aggregate(default(LoadCounts), (sum, target) => sum + target.Counts);

    /// <summary>How many batches were sent, which are the first ones of the plan; null where that is not so.</summary>
    public long? Batches { get; private set; }

    /// <summary>Whether everything sent is durable, rejected or lost.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Whether it was told to stop.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Why sending ended before its time, or what was lost first; null where neither happened.</summary>
    public string? Problem => _problem ?? targets.Select(target => target.FirstLoss).FirstOrDefault(loss => loss is not null);

    /// <summary>Samples per second between the warm-up and the last commit.</summary>
    public (double Accepted, double Durable) PerSecond => _meter.PerSecond;

    /// <summary>Sends and settles. A run that is cancelled stops sending, and settles for a few seconds.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(ended.Token);
        try
        {
            await SendAsync(cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource();
        await using var stopping = cancellationToken.Register(() => limit.CancelAfter(StopTimeout));
        var batches = pace.BatchesOf(_plan.Batch);
        await Task.WhenAll(_agents.Select(agent => Task.Run(() => SendAsync(agent, batches, cancellationToken), CancellationToken.None)));
        IsStopped = cancellationToken.IsCancellationRequested;
        try
        {
            var end = _agents.Max(agent => agent.End);
            await Task.WhenAll(_agents.Select(agent => agent.SendAsync(end, (_, _) => new(true), limit.Token)));
            Batches = end;
            await Task.WhenAll(targets.Select(target => target.SettleAsync(limit.Token)));
            IsSettled = true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            IsStopped = true;

            // What is missing shows in the summary.
        }
    }

    private async Task SendAsync(LoadAgent agent, long batches, CancellationToken cancellationToken)
    {
        try
        {
            await agent.SendAsync(batches, (number, round) => MayAsync(number, round, cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The others stop as well, and all end at the same batch.
        }
    }

    private async ValueTask<bool> MayAsync(long number, long round, CancellationToken cancellationToken)
    {
        var elapsed = Elapsed;
        var early = pace.DueOf(number, _plan.Batch) - elapsed;
        if (early > TimeSpan.Zero)
        {
            await Task.Delay(early > ShortestWait ? early : ShortestWait, timeProvider, cancellationToken);
            elapsed = Elapsed;
        }

        if (elapsed >= pace.Limit || _problem is not null || cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        if (_plan.TimestampOf(((round + 1) * _plan.Batch) - 1) <= _startedAt + elapsed + LoadWindow.AcceptAhead)
        {
            return true;
        }

        _problem = "timestamps came 5 minutes ahead of time, where the service rejects them: take a shorter --step";
        return false;
    }

    private async Task WatchAsync(CancellationToken ended)
    {
        using var ticks = new PeriodicTimer(Tick, timeProvider);
        try
        {
            while (await ticks.WaitForNextTickAsync(ended))
            {
                _meter.Observe(Elapsed, Counts);
            }
        }
        catch (OperationCanceledException)
        {
            _meter.Observe(Elapsed, Counts);
        }
    }
}
