using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Client.Keeping;
using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class LaneDeliveryTests
{
    [Fact]
    public async Task Its_end_is_that_of_the_push_under_way()
    {
        var gate = new TaskCompletionSource();
        var grains = FakeCluster.Of(new FakeService { Gate = gate.Task, Commits = true });
        var options = new MetricsClientOptions();
        await using var client = new MetricsClient(grains, options);
        using var instruments = new ClientInstruments(client, TimeProvider.System);
        var counters = new DeliveryCounters(instruments);
        var pusher = new Pusher(() => grains, options, TimeProvider.System, counters, instruments, NullLogger.Instance);
        var delivery = new LaneDelivery(
            0, options, pusher, new KeptParts(options, TimeProvider.System), new Room(10, 10_000), counters, new Losses(null, NullLogger.Instance));
        var batch = new SampleBatch { Samples = [new Sample(TimeProvider.System.GetUtcNow(), 1, 2, 3, 4, 5)] };

        var sending = delivery.SendAsync([new Part(new InstanceBatch(Guid.NewGuid(), batch), null, 0, 1, null)], CancellationToken.None);
        var disposing = delivery.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);

        gate.SetResult();
        await sending.WaitAsync(Deadline.Default, TestContext.Current.CancellationToken);
        await disposing.WaitAsync(Deadline.Default, TestContext.Current.CancellationToken);
    }
}
