using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

public sealed class TailQueryTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task An_accepted_sample_is_read_before_it_is_flushed()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var sample = Samples.At(Samples.Now, 5);
        await cluster.Instance(_id).PushAsync(Samples.Batch(sample), Acknowledgement.Accepted);

        Assert.Equal(new InstanceSample(SampleId.Derive(_id, sample.Timestamp), _id, sample), await cluster.Query(_id).GetLatestAsync());
        Assert.Equal(0, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task A_sample_that_commits_between_the_two_reads_is_neither_lost_nor_doubled()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(3)), Acknowledgement.Accepted);
        cluster.Store.BeforeQuery = () =>
        {
            cluster.Store.BeforeQuery = () => Task.CompletedTask;
            return cluster.Instance(_id).FlushAsync();
        };

        Assert.Equal(3, (await cluster.Query(_id).GetRecentAsync(10)).Items.Count);
        Assert.Equal(3, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task Pages_run_through_tail_and_store_newest_first_without_gap_or_repetition()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var series = Samples.Series(25);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. series.Where((_, index) => index % 2 == 0)]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. series.Where((_, index) => index % 2 == 1)]), Acknowledgement.Accepted);

        var read = new List<Sample>();
        SampleCursor? cursor = null;
        do
        {
            var page = await cluster.Query(_id).GetRecentAsync(4, cursor);
            Assert.InRange(page.Items.Count, 1, 4);
            read.AddRange(page.Items.Select(item => item.Sample));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(series.Reverse(), read);
    }

    [Fact]
    public async Task Readings_in_the_tail_are_shown_as_bytes_since_the_one_before()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Readings("c1", Samples.At(Samples.Now.AddSeconds(-3), 1_000)), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(
            Samples.Readings("c1", Samples.At(Samples.Now.AddSeconds(-2), 1_500), Samples.At(Samples.Now.AddSeconds(-1), 1_700)), Acknowledgement.Accepted);

        var tailed = (await cluster.Query(_id).GetRecentAsync(10)).Items;
        await cluster.Instance(_id).FlushAsync();
        var stored = (await cluster.Query(_id).GetRecentAsync(10)).Items;

        Assert.Equal([200, 500, 0], tailed.Select(item => item.Sample.NetworkIn));
        Assert.Equal(tailed, stored);
    }

    [Fact]
    public async Task Hours_are_the_same_whether_their_samples_are_in_the_tail_or_in_the_store()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var start = Timestamps.Hour(Samples.Now).AddHours(-5);
        var samples = Enumerable.Range(0, 200).Select(index => new Sample(
            start.AddSeconds(index * 90), index * 1.7, index * 1_000_003L, 5_000_000_000, index * 11L, long.MaxValue / 2)).ToArray();
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 == 0)]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 != 0)]), Acknowledgement.Accepted);

        var tailed = await cluster.Query(_id).GetHourlyAsync(start, Samples.Now);
        await cluster.Instance(_id).FlushAsync();
        var stored = await cluster.Query(_id).GetHourlyAsync(start, Samples.Now);

        Assert.Equal(5, tailed.Count);
        Assert.Equal(samples.Sum(sample => (decimal)sample.NetworkOut), tailed.Sum(hour => hour.TotalNetworkOut));
        Assert.Equal(tailed.Select(Exact), stored.Select(Exact));
        Assert.All(tailed.Zip(stored), pair =>
        {
            Assert.Equal(pair.First.AvgCpu, pair.Second.AvgCpu, pair.First.AvgCpu * 1e-12);
            Assert.Equal(pair.First.AvgMemory, pair.Second.AvgMemory, pair.First.AvgMemory * 1e-12);
        });

        static object Exact(AggregatedUsage hour) => hour with { AvgCpu = 0, AvgMemory = 0, SumCpu = 0 };
    }

    [Fact]
    public async Task Days_are_the_same_whether_their_samples_are_in_the_tail_or_in_the_store()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var start = Timestamps.Day(Samples.Now).AddDays(-4);
        var samples = Enumerable.Range(0, 300).Select(index => new Sample(
            start.AddMinutes(index * 15), index * 1.7, index * 1_000_003L, 5_000_000_000, index * 11L, long.MaxValue / 2)).ToArray();
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 == 0)]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index is > 100 and < 150 && index % 3 != 0)]), Acknowledgement.Accepted);

        var tailed = await cluster.Query(_id).GetDailyAsync(start, Samples.Now);
        await cluster.Instance(_id).FlushAsync();
        var stored = await cluster.Query(_id).GetDailyAsync(start, Samples.Now);

        var sent = samples.Where((_, index) => index % 3 == 0 || index is > 100 and < 150).GroupBy(sample => Timestamps.Day(sample.Timestamp));
        Assert.Equal(sent.OrderByDescending(day => day.Key).Select(day => (day.Key, day.LongCount())), stored.Select(day => (day.Bucket, day.SampleCount)));
        Assert.Equal(tailed.Select(Exact), stored.Select(Exact));
        Assert.All(tailed.Zip(stored), pair => Assert.Equal(pair.First.AvgCpu, pair.Second.AvgCpu, pair.First.AvgCpu * 1e-12));

        static object Exact(AggregatedUsage day) => day with { AvgCpu = 0, AvgMemory = 0, SumCpu = 0 };
    }

    [Fact]
    public async Task Only_the_hour_that_is_not_over_is_open()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(now), Samples.At(now.AddHours(-1))), Acknowledgement.Durable);

        var hours = await cluster.Query(_id).GetHourlyAsync(now.AddHours(-3), now.AddHours(1));

        Assert.Equal([true, false], hours.Select(hour => hour.Open));
    }

    [Fact]
    public async Task An_unknown_instance_is_an_error_and_a_registered_one_without_samples_is_not()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Query(_id).GetLatestAsync());
        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Query(_id).GetHourlyAsync(Samples.Now.AddHours(-1), Samples.Now));

        await cluster.Store.RegisterInstancesAsync([_id], CancellationToken.None);

        Assert.Null(await cluster.Query(_id).GetLatestAsync());
        Assert.Empty(await cluster.Query(_id).GetHourlyAsync(Samples.Now.AddHours(-1), Samples.Now));
    }

    [Fact]
    public async Task A_query_out_of_bounds_is_refused_by_field()
    {
        await using var cluster = await MetricsCluster.StartAsync();

        Assert.Equal("limit", (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Query(_id).GetRecentAsync(0))).Field);
        Assert.Equal("from", (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Query(_id).GetHourlyAsync(Samples.Now, Samples.Now))).Field);
        Assert.Equal("to", (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Query(_id).GetHourlyAsync(DateTimeOffset.UnixEpoch, Samples.Now))).Field);
    }

    [Fact]
    public async Task Instances_are_listed_page_by_page()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var ids = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(ids.Select(id => cluster.Instance(id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Durable)));

        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        var first = await fleet.ListInstancesAsync(3);
        var second = await fleet.ListInstancesAsync(3, first.Next);

        Assert.Null(second.Next);
        Assert.Equal(ids.Order(), first.Items.Concat(second.Items).Select(item => item.Id));
    }

    [Fact]
    public async Task An_instance_deleted_behind_the_silos_back_is_unknown_at_once()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(1)), Acknowledgement.Durable);

        await cluster.DeleteInstanceAsync(_id);

        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Query(_id).GetLatestAsync());
    }
}
