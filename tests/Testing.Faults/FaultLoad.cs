using LaunchStack.Metrics.Cli.Load.Sending;
using LaunchStack.Metrics.Cli.Load.Verification;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Testing.Faults;

/// <summary>
/// What <c>launchstack load</c> sends, by a client of this process whose patience is short; until the test has had its faults, and compared
/// with the database then.
/// </summary>
internal sealed class FaultLoad : IAsyncDisposable
{
    private const int Instances = 50;
    private const int Batch = 5;
    private const int UsualRate = 2_000;

    // What a machine that is busy has caught up with soon after a fault.
    private const int MostUnanswered = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly int _rate;
    private readonly FaultSchedule _faults;
    private readonly FaultDatabase _database;
    private readonly LoadFleet _fleet;
    private readonly ClientTarget _target;
    private readonly LoadAgent _agent;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly CancellationTokenSource _given = new();
    private readonly Task _sending;
    private volatile bool _isEnough;

    private FaultLoad(FaultSchedule faults, FaultDatabase database, MetricsClient client, LoadPlan plan, int rate)
    {
        (_faults, _database, _fleet, _rate) = (faults, database, new LoadFleet(plan), rate);
        _target = new ClientTarget(client);
        _agent = new LoadAgent(0, 1, _fleet, _target);
        _sending = _agent.SendAsync(long.MaxValue, (number, _) => MayAsync(number), _given.Token);
    }

    /// <summary>Samples that the client knows to be with the service.</summary>
    private long Answered => _target.Counts is var counts ? counts.Accepted + counts.Duplicates : 0;

    private bool IsAhead => _agent.Samples - Answered > MostUnanswered;

    public static Task<FaultLoad> StartAsync(
        FaultSchedule faults, FaultDatabase database, string clusterId, NetworkMode network, Acknowledgement acknowledgement, params IReadOnlyList<string> gateways) =>
        StartAsync(faults, database, clusterId, network, acknowledgement, UsualRate, gateways);

    /// <param name="faults">Notes what is done.</param>
    /// <param name="database">What is compared at the end.</param>
    /// <param name="clusterId">The cluster that it goes to.</param>
    /// <param name="network">What network numbers are.</param>
    /// <param name="acknowledgement">What a push waits for.</param>
    /// <param name="rate">Samples per second.</param>
    /// <param name="gateways">Where the client connects.</param>
    public static async Task<FaultLoad> StartAsync(
        FaultSchedule faults,
        FaultDatabase database,
        string clusterId,
        NetworkMode network,
        Acknowledgement acknowledgement,
        int rate,
        params IReadOnlyList<string> gateways)
    {
        var client = await MetricsClient.ConnectAsync(
            options =>
            {
                options.Gateways = gateways;
                options.ClusterId = options.ServiceId = clusterId;
                options.ConnectTimeout = Patience;

                // Three seconds more than the silos' durable time-out, as the option asks: else one instance that does not answer takes all others' answers with it.
                options.ResponseTimeout = TimeSpan.FromSeconds(5);
                options.Acknowledgement = acknowledgement;
                options.BatchSize = PushLimits.MaxSamples / 2;
                options.FlushInterval = TimeSpan.Zero;
                options.DisposeTimeout = TimeSpan.FromSeconds(1);
                options.MaxResendDelay = TimeSpan.FromSeconds(1);
            },
            cancellationToken: TestContext.Current.CancellationToken);
        var step = TimeSpan.FromMicroseconds(Instances * 1_000_000L / rate);
        var plan = new LoadPlan(faults.Between(0, int.MaxValue - 1), Instances, Batch, network, Timestamps.Floor(TimeProvider.System.GetUtcNow()), step);
        faults.Note($"{network}, {acknowledgement}, plan seed {plan.Seed}");
        return new FaultLoad(faults, database, client, plan, rate);
    }

    /// <summary>Waits until the service has taken so many samples more.</summary>
    public Task AdvanceAsync(int samples, string then)
    {
        var goal = Answered + samples;
        _faults.Note($"{then} after {goal} samples");
        return WaitAsync(() => Task.FromResult(Answered >= goal), $"{goal} samples are taken, to {then}");
    }

    /// <summary>Waits until so many samples more are stored.</summary>
    public async Task StoreAsync(int samples, string then)
    {
        var goal = samples;
        await WaitAsync(async () => (goal = samples + (int)await _database.CountAsync()) > 0, "the database answers");
        _faults.Note($"{then} with {goal} samples stored");
        await WaitAsync(async () => await _database.CountAsync() >= goal, $"{goal} samples are stored, to {then}");
    }

    /// <summary>Waits until so many samples more are sent, whatever becomes of them, or as many as are sent without answers.</summary>
    public Task SendAsync(int samples)
    {
        var goal = _agent.Samples + samples;
        return WaitAsync(() => Task.FromResult(_agent.Samples >= goal || IsAhead), $"{goal} samples are sent");
    }

    /// <summary>Waits until the client has given up waiting for an answer, and sends again.</summary>
    /// <param name="otherwise">What else ends the wait, where the client may have nothing to wait for.</param>
    public Task ResendAsync(Func<Task<bool>>? otherwise = null)
    {
        var before = _target.Counts.Resent;
        return WaitAsync(async () => _target.Counts.Resent > before || (otherwise is not null && await otherwise()), "the client sends again");
    }

    /// <summary>Waits until the service commits again, ends the load and compares every row with what was sent.</summary>
    public async Task FinishAsync()
    {
        var goal = _target.Counts.Durable + (Instances * Batch);
        await WaitAsync(() => Task.FromResult(_target.Counts.Durable >= goal), $"{goal} samples are known to be stored");
        _isEnough = true;
        await _sending;
        await _target.SettleAsync(_given.Token).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((null, 0L), (_target.FirstLoss, _target.Counts.Rejected + _target.Counts.Lost));

        var sent = _agent.End * Batch;
        var verifier = new LoadVerifier(_fleet, sent, sent);
        var (from, to) = verifier.Time;
        new PostgresRows(_database.Address.ConnectionString).Read(from, to, verifier.Add, TestContext.Current.CancellationToken);
        var result = verifier.Finish();
        _faults.Note($"{result}, resent {_target.Counts.Resent}, duplicates {_target.Counts.Duplicates}");
        Assert.True(result.IsRight, $"seed {FaultSchedule.Seed}: {result}{Environment.NewLine}{string.Join(Environment.NewLine, result.Examples)}");
    }

    public async ValueTask DisposeAsync()
    {
        await _given.CancelAsync();
        await _target.DisposeAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _given.Dispose();
    }

    private async ValueTask<bool> MayAsync(long number)
    {
        var due = TimeSpan.FromSeconds((double)number * Batch / _rate);
        await Deadline.UntilAsync(
            () => Task.FromResult(_given.IsCancellationRequested || _isEnough || (TimeProvider.System.GetElapsedTime(_started) >= due && !IsAhead)),
            Patience * 2,
            $"batch {number} is due and answers keep up; {_target.Counts}");
        return !_isEnough && !_given.IsCancellationRequested;
    }

    private async Task WaitAsync(Func<Task<bool>> condition, string what)
    {
        await Deadline.UntilAsync(async () => _sending.IsCompleted || await condition(), Patience, $"{what}; {_target.Counts}");
        if (_sending.IsCompleted)
        {
            await _sending;
            Assert.Fail("the load ended");
        }
    }
}
