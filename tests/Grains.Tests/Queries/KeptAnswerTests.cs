using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>What queries keep of the store's answers.</summary>
public sealed class KeptAnswerTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task A_dashboard_that_is_shown_again_does_not_reach_the_store()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var samples = Enumerable.Range(0, 200).Select(index => Samples.At(Samples.Now.AddHours(-index), index)).ToArray();
        await cluster.Instance(_id).PushAsync(Samples.Batch(samples), Acknowledgement.Durable);
        var to = Samples.Now;
        await ShowAsync();
        var reads = cluster.Store.Reads;
        await ShowAsync();

        Assert.Equal(reads, cluster.Store.Reads);

        async Task ShowAsync()
        {
            // As a browser does: the end moves on with the clock.
            to = to.AddMilliseconds(1);
            Assert.Equal(60, (await cluster.Query(_id).GetRecentAsync(60)).Items.Count);
            Assert.NotNull(await cluster.Query(_id).GetLatestAsync());
            Assert.NotEmpty(await cluster.Query(_id).GetHourlyAsync(to.AddDays(-30), to));
            Assert.NotEmpty(await cluster.Query(_id).GetDailyAsync(to.AddDays(-30), to));
            Assert.NotEmpty((await cluster.Query(_id).GetRangeAsync(new RangeQuery { From = to.AddHours(-3), To = to })).Points);
            Assert.NotEmpty((await cluster.Query(_id).GetRangeAsync(new RangeQuery { From = to.AddDays(-20), To = to, Points = 1_000 })).Points);
        }
    }

    [Fact]
    public async Task A_dashboard_of_readings_that_wait_for_the_database_does_not_reach_the_store()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        Sample[] samples = [.. Enumerable.Range(0, 6).Select(index => Samples.At(Samples.Now.AddSeconds(index - 60), 100 * index))];
        await cluster.Instance(_id).PushAsync(Samples.Readings("web", samples[..3]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Readings("web", samples[3..]), Acknowledgement.Accepted);
        await ShowAsync();
        var reads = cluster.Store.Reads;
        await ShowAsync();

        Assert.Equal(reads, cluster.Store.Reads);

        async Task ShowAsync()
        {
            var to = Samples.Now;
            Assert.Equal([100, 100, 100, 100, 100, 0], (await cluster.Query(_id).GetRecentAsync(10)).Items.Select(item => item.Sample.NetworkIn));
            Assert.Equal(500, (await cluster.Query(_id).GetTotalsAsync(to.AddHours(-1), to, percentiles: false)).TotalNetworkIn);
            Assert.NotEmpty((await cluster.Query(_id).GetRangeAsync(new RangeQuery { From = to.AddDays(-20), To = to, Points = 1_000 })).Points);
        }
    }

    // Every answer is compared with what was sent, so that none that is kept can be out of date; on the way the instance moves between silos.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_kept_answer_is_out_of_date_whatever_is_written_and_wherever_the_instance_goes(int seed)
    {
        await using var cluster = await MetricsCluster.StartAsync(silos: 2);
        var random = new Random(seed);
        var sent = new SortedDictionary<DateTimeOffset, Sample>();
        var from = Timestamps.Day(Samples.Now).AddDays(-3);
        for (var step = 0; step < 60; step++)
        {
            switch (random.Next(10))
            {
                case 0:
                    await cluster.MoveAsync(_id);
                    break;
                case 1:
                    await cluster.Instance(_id).FlushAsync();
                    break;
                default:
                    await PushAsync(random.Next(3) == 0 ? Acknowledgement.Durable : Acknowledgement.Accepted);
                    break;
            }

            if (sent.Count > 0)
            {
                await CompareAsync();
            }
        }

        async Task PushAsync(Acknowledgement acknowledgement)
        {
            Sample[] samples = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Samples.At(
                Timestamps.Floor(from.AddTicks(random.NextInt64((Samples.Now - from).Ticks))), random.Next()))];
            foreach (var sample in samples)
            {
                sent[sample.Timestamp] = sample;
            }

            await cluster.Instance(_id).PushAsync(Samples.Batch(samples), acknowledgement);
        }

        async Task CompareAsync()
        {
            var to = Samples.Now.AddSeconds(1);
            Assert.Equal(sent.Values.Last(), (await cluster.Query(_id).GetLatestAsync())!.Value.Sample);
            Assert.Equal(sent.Values.Reverse().Take(10), (await cluster.Query(_id).GetRecentAsync(10)).Items.Select(item => item.Sample));
            Assert.Equal(
                sent.Values.GroupBy(sample => Timestamps.Hour(sample.Timestamp)).Reverse().Select(hour => (hour.Key, hour.Sum(sample => (decimal)sample.NetworkIn))),
                (await cluster.Query(_id).GetHourlyAsync(from, to)).Select(hour => (hour.Bucket, hour.TotalNetworkIn)));
            Assert.Equal(
                sent.Values.GroupBy(sample => Timestamps.Day(sample.Timestamp)).Reverse().Select(day => (day.Key, day.Sum(sample => (decimal)sample.NetworkIn))),
                (await cluster.Query(_id).GetDailyAsync(from, to)).Select(day => (day.Bucket, day.TotalNetworkIn)));
            var totals = await cluster.Query(_id).GetTotalsAsync(from.AddMinutes(7), to, percentiles: false);
            Assert.Equal(
                sent.Values.Where(sample => sample.Timestamp >= from.AddMinutes(7)).Sum(sample => (decimal)sample.NetworkIn), totals.TotalNetworkIn);
        }
    }

    [Fact]
    public async Task An_answer_from_before_an_instance_was_elsewhere_for_a_time_is_not_kept()
    {
        await using var cluster = await MetricsCluster.StartAsync(silos: 2);
        var hour = Timestamps.Hour(Samples.Now).AddHours(-5);
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(hour)), Acknowledgement.Durable);
        Assert.Equal(1, await CountAsync());

        await cluster.MoveAsync(_id);
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(hour.AddMinutes(1))), Acknowledgement.Durable);
        await cluster.MoveAsync(_id);

        Assert.Equal(2, await CountAsync());

        async Task<long> CountAsync() => (await cluster.Query(_id).GetHourlyAsync(hour, hour.AddHours(2))).Sum(bucket => bucket.SampleCount);
    }

    // Its commit is held back for longer than an instance waits for it when it moves.
    [Fact]
    public async Task What_a_silo_commits_after_the_instance_has_left_it_is_seen_when_it_is_durable()
    {
        await using var cluster = await MetricsCluster.StartAsync(silos: 2);
        var hour = Timestamps.Hour(Samples.Now).AddHours(-5);
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(hour)), Acknowledgement.Durable);
        cluster.Store.Hold();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(hour.AddMinutes(1))), Acknowledgement.Accepted);
        await cluster.MoveAsync(_id);
        await CountAsync();

        cluster.Store.Release();
        await Deadline.UntilAsync(async () => await CountAsync() == 2, TimeSpan.FromSeconds(20), "the late commit is seen");

        async Task<long> CountAsync() => (await cluster.Query(_id).GetHourlyAsync(hour, hour.AddHours(2))).Sum(bucket => bucket.SampleCount);
    }

    [Fact]
    public async Task What_others_delete_is_gone_when_answers_may_be_kept_no_longer()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.CacheMaxAge = TimeSpan.FromSeconds(1));
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(3)), Acknowledgement.Durable);
        Assert.Equal(3, (await cluster.Query(_id).GetRecentAsync(10)).Items.Count);
        await cluster.DeleteInstanceAsync(_id);

        await Deadline.UntilAsync(
            async () =>
            {
                try
                {
                    return (await cluster.Query(_id).GetRecentAsync(10)).Items.Count == 0;
                }
                catch (UnknownInstanceException)
                {
                    return true;
                }
            },
            "the deletion is seen");
    }

    [Fact]
    public async Task An_instance_that_is_deleted_and_created_again_has_nothing_of_its_earlier_life()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddHours(-5), 1)), Acknowledgement.Durable);
        Assert.Single(await cluster.Query(_id).GetHourlyAsync(Samples.Now.AddDays(-1), Samples.Now));

        await cluster.Instance(_id).DeleteAsync();
        await cluster.Instance(_id).CreateAsync("again");

        Assert.Empty(await cluster.Query(_id).GetHourlyAsync(Samples.Now.AddDays(-1), Samples.Now));
    }
}
