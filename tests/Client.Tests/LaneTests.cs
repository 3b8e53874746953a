using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Client.Tests;

/// <summary>Whatever goes wrong with a push ends in reported losses: the lane works on, flushes are answered, disposing ends.</summary>
public sealed class LaneTests
{
    private static readonly Guid Instance = Guid.NewGuid();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transport_failure_after_giving_up_is_reported_and_disposing_does_not_throw()
    {
        var underWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lost = new List<LostSample>();
        var client = Create(
            async (_, token) =>
            {
                var givenUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var registration = token.Register(givenUp.SetResult);
                underWay.SetResult();
                await givenUp.Task;
                throw new TimeoutException("the gateway is gone");
            },
            options =>
            {
                options.OnLost = lost.AddRange;
                options.DisposeTimeout = TimeSpan.Zero;
            });
        await client.AddAsync(Instance, Samples.At(0), Cancelled);
        await underWay.Task.WaitAsync(Deadline.Default, Cancelled);
        var flush = client.FlushAsync(Cancelled);

        await client.DisposeAsync().AsTask().WaitAsync(Deadline.Default, Cancelled);
        await client.DisposeAsync().AsTask().WaitAsync(Deadline.Default, Cancelled);

        var thrown = await Assert.ThrowsAsync<SamplesLostException>(() => flush.WaitAsync(Deadline.Default, Cancelled));
        Assert.Equal((1, 1, 0), (thrown.Count, client.Lost, client.Pending));
        Assert.Contains("the gateway is gone", Assert.Single(lost).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_that_its_caller_cancelled_is_cancelled_whatever_the_transport_says()
    {
        using var cancel = new CancellationTokenSource();
        await using var client = Create(async (_, _) =>
        {
            await cancel.CancelAsync();
            throw new TimeoutException("the gateway is gone");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PushAsync(Instance, Samples.Batch(1), cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_the_push_costs_its_samples_and_not_the_lane()
    {
        InstanceReceipt Stranger(InstanceBatch part) => new()
        {
            InstanceId = part.InstanceId,
            Receipt = new PushReceipt(0, 0, 0, [new RejectedSample(7, "timestamp", "is wrong")]),
        };
        var answers = new Queue<Func<IReadOnlyList<InstanceBatch>, IReadOnlyList<InstanceReceipt>>>(
            [parts => [.. parts.Select(Stranger)], _ => [], FakeIngest.Accept]);
        await using var client = Create((parts, _) => Task.FromResult(answers.Dequeue()(parts)));

        for (var second = 0; second < 2; second++)
        {
            await client.AddAsync(Instance, Samples.At(second), Cancelled);
            await Assert.ThrowsAsync<SamplesLostException>(() => client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled));
        }

        await client.AddAsync(Instance, Samples.At(2), Cancelled);
        await client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal((1, 2, 0), (client.Accepted, client.Lost, client.Pending));
    }

    [Fact]
    public async Task A_logger_that_throws_stops_neither_the_report_nor_the_lane()
    {
        var refused = new Queue<bool>([true, false]);
        var lost = new List<LostSample>();
        await using var client = Create(
            (parts, _) => refused.Dequeue() ? throw new InvalidRequestException("samples", "must be other ones") : Task.FromResult(FakeIngest.Accept(parts)),
            options => options.OnLost = lost.AddRange,
            new BrokenLogger());
        await client.AddAsync(Instance, Samples.At(0), Cancelled);
        await Assert.ThrowsAsync<SamplesLostException>(() => client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled));

        await client.AddAsync(Instance, Samples.At(1), Cancelled);
        await client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal("samples must be other ones", Assert.Single(lost).Reason);
        Assert.Equal((1, 1, 0), (client.Accepted, client.Lost, client.Pending));
    }

    private static MetricsClient Create(
        Func<IReadOnlyList<InstanceBatch>, CancellationToken, Task<IReadOnlyList<InstanceReceipt>>> answer,
        Action<MetricsClientOptions>? configure = null,
        ILogger<MetricsClient>? logger = null)
    {
        var options = new MetricsClientOptions { FlushInterval = TimeSpan.Zero, Lanes = 1, ResendDelay = TimeSpan.FromMilliseconds(20) };
        configure?.Invoke(options);
        return new MetricsClient(FakeCluster.Of(new FakeIngest(answer)), options, logger: logger);
    }
}
