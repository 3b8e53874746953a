using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class DisposeTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disposing_delivers_what_is_pending()
    {
        var instance = Guid.NewGuid();
        var client = await silo.ConnectAsync(options => options.FlushInterval = TimeSpan.FromHours(1));
        await client.AddAsync(instance, Samples.At(0), Cancelled);

        await client.DisposeAsync();

        Assert.Single(await silo.SamplesAsync(instance));
        Assert.Equal((1, 0, 0), (client.Accepted, client.Lost, client.Pending));
    }

    [Fact]
    public async Task Disposing_ends_in_time_and_reports_what_it_could_not_deliver()
    {
        var instance = Guid.NewGuid();
        var lost = new List<LostSample>();
        var gate = new TaskCompletionSource();
        silo.Faults.Add(instance, FaultStep.WaitFor(gate.Task));
        var client = await silo.ConnectAsync(options =>
        {
            options.OnLost = lost.AddRange;
            options.DisposeTimeout = TimeSpan.FromMilliseconds(100);
        });
        await client.AddAsync(instance, Samples.At(0), Cancelled);

        await client.DisposeAsync().AsTask().WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal((instance, Samples.At(0), false), (lost[0].InstanceId, lost[0].Sample, lost[0].Rejected));
        Assert.Equal((1, 0), (client.Lost, client.Pending));
        gate.SetResult();
    }

    [Fact]
    public async Task Nothing_can_be_added_to_a_disposed_client()
    {
        var client = await silo.ConnectAsync();
        await client.DisposeAsync();
        await client.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => client.TryAdd(Guid.NewGuid(), Samples.At(0)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.AddAsync(Guid.NewGuid(), Samples.At(0), Cancelled).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.FlushAsync(Cancelled));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.PushAsync(Guid.NewGuid(), Samples.Batch(1), cancellationToken: Cancelled));
    }

    [Fact]
    public async Task A_wait_for_room_ends_when_the_client_is_disposed()
    {
        var instance = Guid.NewGuid();
        var gate = new TaskCompletionSource();
        silo.Faults.Add(instance, FaultStep.WaitFor(gate.Task));
        var client = await silo.ConnectAsync(options =>
        {
            options.MaxPending = 1;
            options.DisposeTimeout = TimeSpan.Zero;
        });
        await client.AddAsync(instance, Samples.At(0), Cancelled);
        var waiting = client.AddAsync(instance, Samples.At(1), Cancelled).AsTask();

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Equal(1, client.Lost);
        gate.SetResult();
    }
}
