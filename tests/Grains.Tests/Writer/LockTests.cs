using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Writer;

/// <summary>Instances that a transaction of somebody else has locked.</summary>
public sealed class LockTests
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly Guid[] _neighbours = [.. Enumerable.Range(0, 10).Select(_ => Guid.NewGuid())];

    [Theory]
    [InlineData(Tier.Postgres)]
    [InlineData(Tier.Timescale)]
    public async Task A_locked_instance_waits_alone_and_its_samples_follow_in_order_and_once(Tier tier)
    {
        await using var cluster = await MetricsCluster.StartAsync(tier: tier);
        var health = cluster.Service<IWriterHealth>();
        foreach (var id in _neighbours.Prepend(_id))
        {
            await PushAsync(cluster, id, Acknowledgement.Durable, (-90, 1_000));
        }

        await using (await cluster.LockInstanceAsync(_id))
        {
            await PushAsync(cluster, _id, Acknowledgement.Accepted, (-80, 1_100), (-70, 1_200));
            await HandOverWithNeighboursAsync(cluster, -80);
            await PushAsync(cluster, _id, Acknowledgement.Accepted, (-60, 30));
            await HandOverWithNeighboursAsync(cluster, -60);
            await Deadline.UntilAsync(() => health.Trouble is not null, "the lock to be reported");
            Assert.Contains(_id.ToString(), health.Trouble, StringComparison.Ordinal);
            Assert.Null(health.Stuck);
            await PushAsync(cluster, _id, Acknowledgement.Accepted, (-50, 45), (-40, 50));
            await HandOverWithNeighboursAsync(cluster, -50);
            Assert.Equal(1, await cluster.StoredAsync(_id));
            foreach (var id in _neighbours)
            {
                Assert.Equal(4, await cluster.StoredAsync(id));
            }
        }

        await cluster.UntilStoredAsync(_id, 6);
        await Deadline.UntilAsync(() => health.Trouble is null, "the trouble to be over");
        var stored = await cluster.Store.RecentAsync(_id, 10, null, CancellationToken.None);
        Assert.Equal([5, 15, 30, 100, 100, 0], stored.Select(row => row.Sample.NetworkIn));
        var totals = cluster.Service<ISampleTotals>();
        Assert.Equal((46, 46, 0), (totals.Accepted, totals.Durable, totals.Dropped + totals.DeadLettered));
    }

    [Fact]
    public async Task Late_samples_of_a_locked_instance_wait_alone_and_keep_the_order_of_its_readings()
    {
        await using var cluster = await MetricsCluster.StartAsync(tier: Tier.Postgres);
        cluster.Store.LateAfter = TimeSpan.FromHours(1);
        const int Day = -24 * 3_600;
        foreach (var id in _neighbours.Prepend(_id))
        {
            await PushAsync(cluster, id, Acknowledgement.Durable, (6 * Day, 1_000));
        }

        await using (await cluster.LockInstanceAsync(_id))
        {
            await PushAsync(cluster, _id, Acknowledgement.Accepted, (5 * Day, 1_500), (4 * Day, 20));
            await HandOverWithNeighboursAsync(cluster, 5 * Day);
            await PushAsync(cluster, _id, Acknowledgement.Accepted, (-10, 30));
            await HandOverWithNeighboursAsync(cluster, -10);
            Assert.Equal(1, await cluster.StoredAsync(_id));
        }

        await cluster.UntilStoredAsync(_id, 4);
        var stored = await cluster.Store.RecentAsync(_id, 10, null, CancellationToken.None);
        Assert.Equal([10, 20, 500, 0], stored.Select(row => row.Sample.NetworkIn));

        // And then the lane is theirs again.
        cluster.Store.LateAfter = TimeSpan.FromDays(20);
        await PushAsync(cluster, _id, Acknowledgement.Durable, (-5, 35));
        Assert.Equal(5, await cluster.StoredAsync(_id));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 4)]
    public async Task A_lock_that_comes_and_goes_between_the_parts_of_a_batch_neither_doubles_nor_disorders_its_samples(int first, int transactions)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        cluster.Store.InTime = 3;
        cluster.Store.Poison = sample => sample.Pending.Sample.NetworkIn == 1_005;
        IReadOnlyList<AppendSample>? last = null;
        var attempts = 0;
        cluster.Store.Locked = (samples, _) =>
        {
            attempts += ReferenceEquals(samples, last) ? 0 : 1;
            last = samples;
            return attempts >= first && attempts < first + transactions;
        };
        (int, long)[] readings = [.. Enumerable.Range(0, 20).Select(index => (index - 30, index >= 12 ? index - 12L : 1_000 + index))];

        var receipt = await PushAsync(cluster, _id, Acknowledgement.Durable, readings);

        Assert.Equal((19, 5), (receipt.Durable, Assert.Single(receipt.Rejected).Index));
        Assert.Equal(0, receipt.Duplicates);
        var stored = await cluster.Store.RecentAsync(_id, 100, null, CancellationToken.None);
        Assert.Equal(19, stored.Count);
        Assert.Equal(11 + 7, stored.Sum(row => row.Sample.NetworkIn));
        var totals = cluster.Service<ISampleTotals>();
        Assert.Equal((20, 19, 1, 0), (totals.Accepted, totals.Durable, totals.DeadLettered, totals.Dropped));
    }

    private async Task HandOverWithNeighboursAsync(MetricsCluster cluster, int second)
    {
        await cluster.Instance(_id).GetDurabilityAsync(handOver: true);
        var receipts = await Task.WhenAll(_neighbours.Select(id => PushAsync(cluster, id, Acknowledgement.Durable, (second, 2_000 - second))));
        Assert.All(receipts, receipt => Assert.Equal(1, receipt.Durable));
    }

    private static Task<PushReceipt> PushAsync(MetricsCluster cluster, Guid id, Acknowledgement acknowledgement, params (int Second, long Counter)[] readings) =>
        cluster.Instance(id).PushAsync(
            Samples.Readings("c", [.. readings.Select(reading => Samples.At(Samples.Now.AddSeconds(reading.Second), reading.Counter))]), acknowledgement);
}
