using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Client.Tests;

/// <summary>What is accepted is kept until the silo that accepted it says that it is durable, and nobody else.</summary>
public sealed class KeepTests
{
    private static readonly Guid Instance = Guid.NewGuid();

    private readonly FakeService _service = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_accepted_sample_is_kept_until_its_silo_says_that_it_is_durable()
    {
        await using var client = Create();
        await AddAsync(client, 0);
        var kept = client.State;
        Assert.Equal((0, 1, 1, 0), (kept.Pending, kept.Unconfirmed, kept.Accepted, kept.Durable));
        Assert.True(kept.PendingBytes > 0);
        Assert.NotNull(kept.Oldest);

        _service.Commit();
        await UntilAsync(client, state => state.Durable == 1);

        Assert.Equal((0, 0, null, 0), (client.State.Unconfirmed, client.State.PendingBytes, client.State.Oldest, client.Resent));
    }

    [Fact]
    public async Task A_receipt_of_the_same_instance_lets_go_of_what_came_before_without_a_question()
    {
        await using var client = Create(options => options.ConfirmInterval = options.ResendAfter = TimeSpan.FromHours(1));
        await AddAsync(client, 0);
        _service.Commit();

        await AddAsync(client, 1);

        Assert.Equal((1, 1), (client.State.Durable, client.State.Unconfirmed));
        Assert.Empty(_service.Questions);
        _service.Commits = true;
    }

    [Fact]
    public async Task Another_silos_positions_let_go_of_nothing_and_what_is_kept_is_sent_again_in_order()
    {
        await using var client = Create();
        await AddAsync(client, 0);
        await AddAsync(client, 1);

        _service.Move();
        await UntilAsync(client, state => state.Resent == 2);

        Assert.Equal((2, 0, 2), (client.State.Unconfirmed, client.State.Durable, client.State.Accepted));
        Assert.Equal([0, 1, 0, 1], _service.Taken.Select(SecondOf));
        _service.Commit();
        await UntilAsync(client, state => state.Durable == 2);
    }

    [Fact]
    public async Task A_receipt_of_another_silo_has_what_is_kept_sent_again_at_once()
    {
        await using var client = Create(options => options.ConfirmInterval = options.ResendAfter = TimeSpan.FromHours(1));
        await AddAsync(client, 0);
        _service.Move();

        await AddAsync(client, 1);

        Assert.Equal((2, 1), (client.State.Unconfirmed, client.Resent));
        Assert.Equal([0, 1, 0], _service.Taken.Select(SecondOf));
        _service.Commits = true;
    }

    [Fact]
    public async Task A_silo_that_says_not_yet_is_asked_to_flush_and_never_sent_anything_again()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var client = Create(time: time);
        await AddAsync(client, 0);

        await AdvanceAsync(time, TimeSpan.FromSeconds(20), () => _service.Questions.Count >= 2);
        Assert.DoesNotContain(true, _service.Questions);
        await AdvanceAsync(time, TimeSpan.FromMinutes(10), () => _service.Questions.Count(urgent => urgent) > 5);

        Assert.Equal((1, 0), (client.State.Unconfirmed, client.Resent));
        _service.Commits = true;
    }

    [Fact]
    public async Task What_no_silo_answers_for_is_sent_again()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var client = Create(time: time);
        await AddAsync(client, 0);
        _service.Answers = false;

        await AdvanceAsync(time, TimeSpan.FromSeconds(25), () => _service.Questions.Count > 1);
        Assert.Equal(0, client.Resent);
        await AdvanceAsync(time, TimeSpan.FromMinutes(1), () => client.Resent == 1);

        _service.Commits = _service.Answers = true;
    }

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(1_000, 2 * 504)]
    public async Task A_client_full_of_kept_samples_refuses_or_waits_and_loses_nothing(int samples, long bytes)
    {
        await using var client = Create(options => (options.MaxPending, options.MaxPendingBytes) = (samples, bytes));
        await AddAsync(client, 0);
        await AddAsync(client, 1);

        Assert.False(client.TryAdd(Instance, Samples.At(2)));
        var waiting = client.AddAsync(Instance, Samples.At(2), Cancelled).AsTask();
        Assert.False(waiting.IsCompleted);

        _service.Commits = true;
        await waiting.WaitAsync(Deadline.Default, Cancelled);
        await client.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        Assert.Equal((3, 0), (client.State.Durable, client.Lost));
        Assert.Equal([0, 1, 2], _service.Taken.Select(SecondOf));
    }

    [Fact]
    public async Task Settling_asks_for_a_flush_and_returns_when_everything_added_before_is_durable()
    {
        await using var client = Create(options => options.ConfirmInterval = options.ResendAfter = TimeSpan.FromHours(1));
        await AddAsync(client, 0);
        var settling = client.SettleAsync(Cancelled);
        await Deadline.UntilAsync(() => _service.Questions.Count > 0, "the service is asked");
        Assert.False(settling.IsCompleted);

        _service.Commit();
        await settling.WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal((1, true), (client.State.Durable, _service.Questions[0]));
    }

    [Fact]
    public async Task Settling_that_is_cancelled_ends_at_once_and_what_is_sent_again_goes_on()
    {
        await using var client = Create(options => options.ConfirmInterval = options.ResendAfter = TimeSpan.FromHours(1));
        await AddAsync(client, 0);
        var gate = new TaskCompletionSource();
        _service.Gate = gate.Task;
        _service.Move();
        using var stop = new CancellationTokenSource();
        var settling = client.SettleAsync(stop.Token);
        try
        {
            await UntilAsync(client, state => state.Resent == 1);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => settling.WaitAsync(Deadline.Default, Cancelled));
            Assert.Equal((1, 1), (client.State.Unconfirmed, _service.Taken.Count));
        }
        finally
        {
            _service.Commits = true;
            gate.SetResult();
        }

        await client.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal((1, 1, 0), (client.State.Durable, client.Resent, client.Lost));
        Assert.Equal([0, 0], _service.Taken.Select(SecondOf));
    }

    [Fact]
    public async Task Disposing_waits_for_what_a_cancelled_settling_left_under_way()
    {
        var logger = new ListLogger();
        var client = Create(
            options =>
            {
                options.ConfirmInterval = options.ResendAfter = TimeSpan.FromHours(1);
                options.DisposeTimeout = TimeSpan.Zero;
            },
            logger: logger);
        await AddAsync(client, 0);
        var gate = new TaskCompletionSource();
        _service.Gate = gate.Task;
        _service.Move();
        using var stop = new CancellationTokenSource();
        var settling = client.SettleAsync(stop.Token);
        await UntilAsync(client, state => state.Resent == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => settling.WaitAsync(Deadline.Default, Cancelled));

        var disposing = client.DisposeAsync().AsTask();
        await Deadline.UntilAsync(() => _service.Caller.IsCancellationRequested, "the client has given up");
        Assert.False(disposing.IsCompleted);
        _service.Commits = true;
        gate.SetResult();
        await disposing.WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal((1, 0, 0), (client.State.Durable, client.State.Unconfirmed, client.Lost));
        Assert.Empty(logger.Lines);
    }

    [Fact]
    public async Task Disposing_reports_what_is_not_confirmed_and_does_not_call_it_lost()
    {
        var logger = new ListLogger();
        var client = Create(options => options.DisposeTimeout = TimeSpan.FromMilliseconds(100), logger: logger);
        await AddAsync(client, 0);

        await client.DisposeAsync().AsTask().WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal((1, 0), (client.State.Unconfirmed, client.Lost));
        Assert.Contains("1 samples were accepted", Assert.Single(logger.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_durable_client_lets_go_with_the_receipt()
    {
        await using var client = Create(options => options.Acknowledgement = Acknowledgement.Durable);

        await AddAsync(client, 0);

        Assert.Equal((0, 1), (client.State.Unconfirmed, client.State.Durable));
    }

    private static int SecondOf((Guid InstanceId, DateTimeOffset Timestamp) taken) => (int)(taken.Timestamp - Samples.At(0).Timestamp).TotalSeconds;

    private static async Task AddAsync(MetricsClient client, int second)
    {
        await client.AddAsync(Instance, Samples.At(second), Cancelled);
        await client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
    }

    private static Task UntilAsync(MetricsClient client, Func<MetricsClientState, bool> condition) =>
        Deadline.UntilAsync(() => condition(client.State), "the client's state");

    /// <summary>Lets time pass in steps, each when the client has done what it does at one.</summary>
    private static async Task AdvanceAsync(FakeTimeProvider time, TimeSpan atMost, Func<bool> until)
    {
        var end = time.GetUtcNow() + atMost;
        await Deadline.UntilAsync(
            () =>
            {
                if (!until() && time.GetUtcNow() < end)
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                }

                return until();
            },
            "what time brings");
    }

    private MetricsClient Create(Action<MetricsClientOptions>? configure = null, FakeTimeProvider? time = null, ListLogger? logger = null)
    {
        var options = new MetricsClientOptions { FlushInterval = TimeSpan.Zero, Lanes = 1, DisposeTimeout = TimeSpan.FromSeconds(1) };
        if (time is null)
        {
            options.ConfirmInterval = TimeSpan.FromMilliseconds(20);
        }
        else
        {
            options.DisposeTimeout = TimeSpan.Zero;
        }

        configure?.Invoke(options);
        return new MetricsClient(FakeCluster.Of(_service), options, time, logger);
    }
}
