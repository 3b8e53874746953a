using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class AddTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Added_samples_arrive_in_the_background_without_a_flush()
    {
        var instance = Guid.NewGuid();
        await using var client = await silo.ConnectAsync();

        await client.AddAsync(instance, Samples.At(0), Cancelled);

        await Deadline.UntilAsync(async () => (await silo.SamplesAsync(instance)).Count == 1, "the sample arrives");
    }

    [Fact]
    public async Task A_flush_returns_when_everything_added_before_is_accepted()
    {
        Guid[] instances = [.. Enumerable.Range(0, 20).Select(_ => Guid.NewGuid())];
        await using var client = await silo.ConnectAsync(options => options.FlushInterval = TimeSpan.FromHours(1));
        foreach (var second in Enumerable.Range(0, 50))
        {
            foreach (var instance in instances)
            {
                await client.AddAsync(instance, Samples.At(second), Cancelled);
            }
        }

        await client.FlushAsync(Cancelled);

        Assert.Equal((1_000, 0, 0), (client.Accepted, client.Rejected, client.Pending));
        foreach (var instance in instances)
        {
            Assert.Equal(50, (await silo.SamplesAsync(instance)).Count);
        }
    }

    [Fact]
    public async Task A_flush_of_a_durable_client_returns_when_everything_is_committed()
    {
        var instance = Guid.NewGuid();
        await using var client = await silo.ConnectAsync(options => options.Acknowledgement = Acknowledgement.Durable);
        await client.AddAsync(instance, Samples.At(0), Cancelled);

        await client.FlushAsync(Cancelled);

        Assert.Empty((await silo.Grains.GetGrain<IInstanceGrain>(instance).GetTailAsync()).Samples);
        Assert.Single(await silo.SamplesAsync(instance));
    }

    [Fact]
    public async Task A_full_client_refuses_TryAdd_and_lets_AddAsync_wait_until_there_is_room()
    {
        var instance = Guid.NewGuid();
        var gate = new TaskCompletionSource();
        silo.Faults.Add(instance, FaultStep.WaitFor(gate.Task));
        await using var client = await silo.ConnectAsync(options => options.MaxPending = 2);
        Assert.True(client.TryAdd(instance, Samples.At(0)));
        Assert.True(client.TryAdd(instance, Samples.At(1)));

        Assert.False(client.TryAdd(instance, Samples.At(2)));
        var waiting = client.AddAsync(instance, Samples.At(2), Cancelled).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(2, client.Pending);

        gate.SetResult();
        await waiting.WaitAsync(Deadline.Default, Cancelled);
        await client.FlushAsync(Cancelled);
        Assert.Equal(3, (await silo.SamplesAsync(instance)).Count);
    }

    [Fact]
    public async Task A_cancelled_wait_for_room_adds_nothing()
    {
        var instance = Guid.NewGuid();
        var gate = new TaskCompletionSource();
        silo.Faults.Add(instance, FaultStep.WaitFor(gate.Task));
        await using var client = await silo.ConnectAsync(options => options.MaxPending = 1);
        await client.AddAsync(instance, Samples.At(0), Cancelled);
        using var giveUp = new CancellationTokenSource();
        var waiting = client.AddAsync(instance, Samples.At(1), giveUp.Token).AsTask();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.SetResult();
        await client.FlushAsync(Cancelled);
        Assert.Single(await silo.SamplesAsync(instance));
    }

    [Fact]
    public async Task A_rejected_sample_is_reported_with_its_reason_and_its_neighbours_go_on()
    {
        var instance = Guid.NewGuid();
        var lost = new List<LostSample>();
        await using var client = await silo.ConnectAsync(options => options.OnLost = lost.AddRange);
        await client.AddAsync(instance, Samples.At(0), Cancelled);
        await client.AddAsync(instance, Samples.Wrong(1), Cancelled);
        await client.AddAsync(instance, Samples.At(2), Cancelled);

        var thrown = await Assert.ThrowsAsync<SamplesLostException>(() => client.FlushAsync(Cancelled));

        var rejected = Assert.Single(lost);
        Assert.Equal((instance, Samples.Wrong(1), true), (rejected.InstanceId, rejected.Sample, rejected.Rejected));
        Assert.Contains("memory_usage", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(lost, thrown.Samples);
        Assert.Equal((2, 1), (client.Accepted, client.Rejected));
        Assert.Equal(2, (await silo.SamplesAsync(instance)).Count);

        // What was told once is not told again.
        await client.FlushAsync(Cancelled);
    }

    [Fact]
    public async Task Readings_are_pushed_with_their_counters_and_become_bytes()
    {
        var instance = Guid.NewGuid();
        await using var client = await silo.ConnectAsync(options => options.Acknowledgement = Acknowledgement.Durable);
        await client.AddReadingAsync(instance, Samples.At(0) with { NetworkIn = 100, NetworkOut = 1_000 }, "container", cancellationToken: Cancelled);
        await client.AddReadingAsync(instance, Samples.At(1) with { NetworkIn = 130, NetworkOut = 1_005 }, "container", cancellationToken: Cancelled);

        await client.FlushAsync(Cancelled);

        var samples = await silo.SamplesAsync(instance);
        Assert.Equal([(30L, 5L), (0L, 0L)], samples.Select(stored => (stored.Sample.NetworkIn, stored.Sample.NetworkOut)));
    }

    [Fact]
    public async Task A_source_that_is_too_long_is_refused_at_once()
    {
        await using var client = await silo.ConnectAsync();

        Assert.Throws<ArgumentOutOfRangeException>(() => client.TryAddReading(Guid.NewGuid(), Samples.At(0), new string('x', PushLimits.MaxSourceLength + 1)));
    }
}
