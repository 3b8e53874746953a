using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tests.Writer;

public sealed class DeadLetterTests
{
    private readonly Guid _id = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_database_refuses_is_put_aside_with_its_reason_and_the_rest_is_committed()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var series = Samples.Series(9);
        cluster.Store.Poison = sample => sample.Pending.Sample.Timestamp == series[4].Timestamp;

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Readings("c1", series), Acknowledgement.Durable);

        Assert.Equal((8, 4), (receipt.Durable, Assert.Single(receipt.Rejected).Index));
        Assert.Equal(8, await cluster.StoredAsync(_id));
        var letter = Assert.Single(await LettersAsync(cluster));
        Assert.Equal(("refused by a test", _id), (letter.Reason, letter.Sample.InstanceId));
        Assert.Equal(new PendingSample(series[4], new CounterKey("c1", DateTimeOffset.UnixEpoch)), letter.Sample.Pending);
        Assert.Equal((9, 8, 0, 1), Totals(cluster));
    }

    [Fact]
    public async Task Nothing_is_settled_before_the_sample_is_put_aside_however_often_the_database_fails_on_the_way()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var series = Samples.Series(5);
        cluster.Store.Poison = sample => sample.Pending.Sample.Timestamp == series[2].Timestamp;
        var attempts = 0;
        cluster.Store.BeforeBurial = () =>
        {
            // One unavailable, one that nobody foresaw; and commits fail in between, too.
            cluster.Store.FailNext(1);
            return ++attempts switch
            {
                1 => throw new StoreUnavailableException("held back by a test"),
                2 => throw new InvalidOperationException("unforeseen, by a test"),
                _ => Task.CompletedTask,
            };
        };

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(series), Acknowledgement.Durable);

        Assert.Equal((4, 3), (receipt.Durable, attempts));
        Assert.Equal(series[2], Assert.Single(await LettersAsync(cluster)).Sample.Pending.Sample);
        Assert.Equal(4, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task What_is_refused_as_a_dead_letter_too_is_lost_and_counted_and_holds_up_nothing()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var series = Samples.Series(3);
        cluster.Store.Poison = sample => sample.Pending.Sample.Timestamp == series[1].Timestamp;
        cluster.Store.Unburiable = _ => true;

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(series), Acknowledgement.Durable);

        Assert.Equal(2, receipt.Durable);
        Assert.Empty(await LettersAsync(cluster));
        Assert.Equal((3, 2, 1, 0), Totals(cluster));
    }

    [Fact]
    public async Task A_sample_whose_id_another_instance_has_is_put_aside()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var other = Guid.NewGuid();
        await cluster.Instance(other).PushAsync(Samples.Batch(Samples.Series(1)), Acknowledgement.Durable);
        var series = Samples.Series(3);
        await cluster.MoveSampleAsync(other, SampleId.Derive(_id, series[1].Timestamp), series[1].Timestamp);

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(series), Acknowledgement.Durable);

        Assert.Equal(2, receipt.Durable);
        var letter = Assert.Single(await LettersAsync(cluster));
        Assert.Equal((_id, series[1]), (letter.Sample.InstanceId, letter.Sample.Pending.Sample));
        Assert.Contains("another instance", letter.Reason, StringComparison.Ordinal);
        Assert.Equal((4, 3, 0, 1), Totals(cluster));
    }

    private static (long Accepted, long Durable, long Dropped, long DeadLettered) Totals(MetricsCluster cluster)
    {
        var totals = cluster.Service<ISampleTotals>();
        return (totals.Accepted, totals.Durable, totals.Dropped, totals.DeadLettered);
    }

    private static Task<IReadOnlyList<DeadLetter>> LettersAsync(MetricsCluster cluster) => cluster.Store.DeadLettersAsync(new(), 10, null, Cancel);
}
