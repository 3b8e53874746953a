using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

public sealed class DurablePushTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task A_durable_push_is_answered_after_its_commit()
    {
        await using var cluster = await MetricsCluster.StartAsync();

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(4)), Acknowledgement.Durable);

        Assert.Equal((4, 4, 0), (receipt.Accepted, receipt.Durable, receipt.Duplicates));
        Assert.Equal(4, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task A_durable_push_makes_what_was_accepted_before_it_durable_too()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(4)), Acknowledgement.Accepted);

        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Durable);

        Assert.Equal(5, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task A_push_sent_again_is_all_duplicates_and_doubles_nothing()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var batch = Samples.Batch(Samples.Series(4));
        await cluster.Instance(_id).PushAsync(batch, Acknowledgement.Durable);

        var again = await cluster.Instance(_id).PushAsync(batch, Acknowledgement.Durable);

        Assert.Equal((0, 0, 4), (again.Accepted, again.Durable, again.Duplicates));
        Assert.Equal(4, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task A_duplicate_of_a_sample_in_the_tail_is_known_at_once_and_the_first_one_stays()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var first = Samples.At(Samples.Now);
        await cluster.Instance(_id).PushAsync(Samples.Batch(first), Acknowledgement.Accepted);

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(first with { CpuUsage = 99 }), Acknowledgement.Accepted);

        Assert.Equal((0, 1), (receipt.Accepted, receipt.Duplicates));
        await cluster.Instance(_id).FlushAsync();
        Assert.Equal(first.CpuUsage, (await cluster.Query(_id).GetLatestAsync())!.Value.Sample.CpuUsage);
    }

    [Fact]
    public async Task Samples_out_of_order_are_told_from_duplicates()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var series = Samples.Series(50);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. series.Reverse()]), Acknowledgement.Accepted);

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch([Samples.At(Samples.Now), .. series]), Acknowledgement.Durable);

        Assert.Equal((1, 50), (receipt.Accepted, receipt.Duplicates));
        Assert.Equal(51, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task A_durable_push_that_finds_its_samples_in_flight_waits_for_their_commit()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        cluster.Store.Hold();
        var batch = Samples.Batch(Samples.Series(3));
        var first = cluster.Instance(_id).PushAsync(batch, Acknowledgement.Durable);
        var second = cluster.Instance(_id).PushAsync(batch, Acknowledgement.Durable);

        cluster.Store.Release();

        Assert.Equal(3, (await first).Accepted + (await second).Accepted);
        Assert.Equal(3, (await first).Duplicates + (await second).Duplicates);
        Assert.Equal(3, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task A_commit_that_takes_too_long_is_answered_with_unknown_and_still_happens()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.DurableTimeout = TimeSpan.FromMilliseconds(200));
        cluster.Store.Hold();

        var refused = await Assert.ThrowsAsync<DurabilityUnknownException>(
            () => cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(2)), Acknowledgement.Durable));

        Assert.Contains("resending is safe", refused.Message, StringComparison.Ordinal);
        cluster.Store.Release();
        await cluster.UntilStoredAsync(_id, 2);
    }

    [Fact]
    public async Task A_repeated_sample_is_a_duplicate_only_if_the_one_it_repeats_became_durable()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var series = Samples.Series(3);
        cluster.Store.Poison = sample => sample.Pending.Sample.Timestamp == series[1].Timestamp;
        cluster.Store.Hold();
        await cluster.Instance(_id).PushAsync(Samples.Batch(series), Acknowledgement.Accepted);
        var again = cluster.Instance(_id).PushAsync(Samples.Batch(series), Acknowledgement.Durable);
        await Deadline.UntilAsync(async () => (await cluster.Instance(_id).GetTailAsync()).Samples.Count == 3, "the tail");

        cluster.Store.Release();

        Assert.Equal((0, 2), ((await again).Accepted, (await again).Duplicates));
        Assert.Equal(1, Assert.Single((await again).Rejected).Index);
        Assert.Equal(2, await cluster.StoredAsync(_id));
    }
}
