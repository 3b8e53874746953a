using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>Questions about many instances, against an independent calculation from the samples that were sent.</summary>
public sealed class FleetTests
{
    private static readonly DateTimeOffset Start = Timestamps.Hour(Samples.Now).AddHours(-6);

    [Fact]
    public async Task The_newest_sample_of_every_instance_comes_in_one_call_wherever_it_is()
    {
        await using var cluster = await MetricsCluster.StartAsync(silos: 2);
        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        Guid[] ids = [.. Enumerable.Range(0, 12).Select(_ => Guid.NewGuid()).Order()];
        foreach (var (id, index) in ids.Select((id, index) => (id, index)))
        {
            await cluster.Instance(id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddSeconds(-30), index)), Acknowledgement.Durable);
            if (index % 2 == 0)
            {
                await cluster.Instance(id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddSeconds(-20), 100 + index)), Acknowledgement.Accepted);
            }
        }

        // Older than what is stored, and not the newest.
        await cluster.Instance(ids[1]).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddSeconds(-40), 7)), Acknowledgement.Accepted);
        var expected = ids.Select((id, index) => (id, (long)(index % 2 == 0 ? 100 + index : index))).ToList();

        Assert.Equal(expected, (await fleet.GetLatestAsync(100)).Items.Select(Short));
        var first = await fleet.GetLatestAsync(5);
        var rest = await fleet.GetLatestAsync(100, first.Next);
        Assert.Equal((5, ids[4]), (first.Items.Count, first.Next));
        Assert.Equal(expected, first.Items.Concat(rest.Items).Select(Short));
        Assert.Equal([expected[3], expected[8]], (await fleet.GetLatestOfAsync([ids[8], Guid.NewGuid(), ids[3], ids[8]])).Select(Short));

        await cluster.Instance(ids[3]).DeleteAsync();
        Assert.Equal([expected[8]], (await fleet.GetLatestOfAsync([ids[8], ids[3]])).Select(Short));

        static (Guid, long) Short(InstanceSample item) => (item.InstanceId, item.Sample.NetworkIn);
    }

    [Fact]
    public async Task Several_ranges_have_no_more_points_together_than_an_answer_may_whatever_the_resolution()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        var id = Guid.NewGuid();
        await cluster.Instance(id).PushAsync(Samples.Batch(Samples.Series(1_001)), Acknowledgement.Durable);
        var raw = new RangeQuery { From = Samples.Now.AddHours(-1), To = Samples.Now, Resolution = Resolution.Raw };
        var hours = raw with { From = Samples.Now.AddHours(-1_001), Resolution = Resolution.Hour };
        var days = raw with { From = Samples.Now.AddDays(-1_001), Resolution = Resolution.Day };

        Assert.Equal(99 * 1_001, (await AskAsync(99, raw)).Sum(range => range.Range!.Points.Count));
        Assert.Equal(("resolution", true), await RefusalAsync(raw));
        Assert.Equal(("to", true), await RefusalAsync(hours));
        Assert.Equal(("to", true), await RefusalAsync(hours with { From = raw.From, Width = TimeSpan.FromSeconds(1) }));
        Assert.Equal(("to", true), await RefusalAsync(days));
        Assert.Equal(("to", true), await RefusalAsync(days with { Resolution = Resolution.Auto, Points = 1 }));

        Task<IReadOnlyList<InstanceRange>> AskAsync(int ranges, RangeQuery query) => fleet.GetRangesAsync([.. Enumerable.Repeat(id, ranges)], query);

        async Task<(string, bool)> RefusalAsync(RangeQuery query)
        {
            var fault = await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync(100, query));
            return (fault.Field, fault.Rule.Contains("1000, which is all that each range", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_instances_that_use_most_are_not_told_of_a_time_whose_hours_are_gone()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var query = new TopQuery { From = Start.AddDays(-401), To = Start };
        var fault = await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Grains.GetGrain<IFleetQueryGrain>(0).GetTopAsync(query));

        Assert.Equal(("from", "must be at most 400 days ago: hours are not kept longer"), (fault.Field, fault.Rule));
    }

    [Theory]
    [InlineData(UsageMeasure.Cpu, 1)]
    [InlineData(UsageMeasure.Memory, 2)]
    [InlineData(UsageMeasure.MemoryShare, 3)]
    [InlineData(UsageMeasure.Network, 4)]
    public async Task The_instances_that_use_most_are_those_that_the_samples_say(UsageMeasure by, int seed)
    {
        await using var cluster = await MetricsCluster.StartAsync(silos: 2);
        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        var sent = await PushAsync(cluster, new Random(seed), instances: 15);
        (DateTimeOffset From, DateTimeOffset To)[] ranges =
        [
            (Start, Samples.Now.AddSeconds(1)),
            (Start.AddMinutes(13), Start.AddHours(4).AddMinutes(20)),
            (Start.AddMinutes(70), Start.AddMinutes(80)),
            (Start.AddHours(1), Start.AddHours(2)),
        ];
        foreach (var (from, to) in ranges)
        {
            await CompareAsync(from, to);
        }

        // What commits between the reading of the tails and that of the store is neither lost nor counted twice.
        cluster.Store.BeforeQuery = async () =>
        {
            cluster.Store.BeforeQuery = () => Task.CompletedTask;
            await Task.WhenAll(sent.Keys.Select(id => cluster.Instance(id).FlushAsync()));
        };
        await CompareAsync(Start.AddMinutes(5), Samples.Now.AddSeconds(1));
        foreach (var (from, to) in ranges)
        {
            await CompareAsync(from, to);
        }

        async Task CompareAsync(DateTimeOffset from, DateTimeOffset to)
        {
            var top = await fleet.GetTopAsync(new TopQuery { From = from, To = to, By = by, Limit = 7 });
            var expected = sent
                .Select(instance => (Id: instance.Key, Samples: instance.Value.Values.Where(sample => sample.Timestamp >= from && sample.Timestamp < to).ToList()))
                .Where(instance => instance.Samples.Count > 0)
                .OrderByDescending(instance => Expected.Measure(instance.Samples, by))
                .Take(7)
                .ToList();
            Assert.Equal(expected.Select(instance => instance.Id), top.Select(instance => instance.InstanceId));
            Assert.All(expected.Zip(top), pair => Expected.AssertEqual(pair.First.Samples, pair.Second.Totals));
        }
    }

    // A query that took a turn while it holds one would wait for itself.
    [Fact]
    public async Task One_query_at_a_time_is_enough_for_every_question()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.QueryConcurrency = 1);
        var id = Guid.NewGuid();
        await cluster.Instance(id).PushAsync(Samples.Batch(Samples.At(Start.AddMinutes(90)), Samples.At(Samples.Now.AddSeconds(-1))), Acknowledgement.Durable);
        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        var query = new RangeQuery { From = Start, To = Samples.Now, Resolution = Resolution.Hour };

        Assert.Equal(2, Assert.Single(await fleet.GetTopAsync(new TopQuery { From = Start.AddMinutes(7), To = Samples.Now })).Totals.SampleCount);
        Assert.Single((await fleet.GetLatestAsync(10)).Items);
        Assert.Equal(2, Assert.Single(await fleet.GetRangesAsync([id], query)).Range!.Points.Sum(point => point.SampleCount));
        Assert.Equal(2, (await cluster.Query(id).GetTotalsAsync(Start, Samples.Now, percentiles: true)).SampleCount);
    }

    [Fact]
    public async Task Readings_that_are_not_durable_count_as_bytes_since_the_one_before()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var id = Guid.NewGuid();
        await cluster.Instance(id).PushAsync(Samples.Readings("c1", Samples.At(Samples.Now.AddSeconds(-30), 1_000)), Acknowledgement.Durable);
        await cluster.Instance(id).PushAsync(
            Samples.Readings("c1", Samples.At(Samples.Now.AddSeconds(-20), 1_500), Samples.At(Samples.Now.AddSeconds(-1), 1_700)), Acknowledgement.Accepted);
        var query = new TopQuery { From = Samples.Now.AddSeconds(-25), To = Samples.Now, By = UsageMeasure.Network };

        var tailed = Assert.Single(await cluster.Grains.GetGrain<IFleetQueryGrain>(0).GetTopAsync(query));
        await cluster.Instance(id).FlushAsync();
        var stored = Assert.Single(await cluster.Grains.GetGrain<IFleetQueryGrain>(0).GetTopAsync(query));

        Assert.Equal((2, 700, 700), (tailed.Totals.SampleCount, tailed.Totals.TotalNetworkIn, stored.Totals.TotalNetworkIn));
    }

    [Fact]
    public async Task Ranges_of_several_instances_are_those_of_each_and_an_unknown_one_costs_only_itself()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var (known, unknown) = (Guid.NewGuid(), Guid.NewGuid());
        await cluster.Instance(known).PushAsync(Samples.Batch(Samples.Series(50)), Acknowledgement.Accepted);
        var query = new RangeQuery { From = Samples.Now.AddHours(-1), To = Samples.Now.AddHours(1), Points = 10 };

        var ranges = await cluster.Grains.GetGrain<IFleetQueryGrain>(0).GetRangesAsync([unknown, known], query);

        Assert.Equal([unknown, known], ranges.Select(range => range.InstanceId));
        Assert.Null(ranges[0].Range);
        Assert.Equal((await cluster.Query(known).GetRangeAsync(query)).Points, ranges[1].Range!.Points);
    }

    [Fact]
    public async Task A_question_about_many_that_breaks_a_rule_is_refused_by_field()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        var top = new TopQuery { From = Samples.Now.AddHours(-1), To = Samples.Now };
        var range = new RangeQuery { From = Samples.Now.AddHours(-1), To = Samples.Now, Points = 2_000 };
        Guid[] hundred = [.. Enumerable.Range(0, 100).Select(_ => Guid.NewGuid())];
        async Task<string> FieldAsync(Func<Task> ask) => (await Assert.ThrowsAsync<InvalidRequestException>(ask)).Field;

        Assert.Equal("limit", await FieldAsync(() => fleet.GetTopAsync(top with { Limit = 0 })));
        Assert.Equal("by", await FieldAsync(() => fleet.GetTopAsync(top with { By = (UsageMeasure)9 })));
        Assert.Equal("from", await FieldAsync(() => fleet.GetTopAsync(top with { To = top.From })));
        Assert.Equal("from", await FieldAsync(() => fleet.GetTopAsync(top with { From = Samples.Now.AddDays(-40).AddMinutes(1) })));
        Assert.Equal("limit", await FieldAsync(() => fleet.GetLatestAsync(0)));
        Assert.Equal("instances", await FieldAsync(() => fleet.GetLatestOfAsync([])));
        Assert.Equal("instances", await FieldAsync(() => fleet.GetRangesAsync([.. hundred, Guid.NewGuid()], range)));
        Assert.Equal("points", await FieldAsync(() => fleet.GetRangesAsync(hundred, range)));
    }

    /// <summary>Random samples of several instances, some durable, some late, some in the tail.</summary>
    private static async Task<Dictionary<Guid, SortedDictionary<DateTimeOffset, Sample>>> PushAsync(MetricsCluster cluster, Random random, int instances)
    {
        var sent = new Dictionary<Guid, SortedDictionary<DateTimeOffset, Sample>>();
        for (var instance = 0; instance < instances; instance++)
        {
            var id = Guid.NewGuid();
            sent[id] = [];
            foreach (var acknowledgement in new[] { Acknowledgement.Durable, Acknowledgement.Durable, Acknowledgement.Accepted })
            {
                Sample[] samples = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => new Sample(
                    Timestamps.Floor(Start.AddTicks(random.NextInt64((Samples.Now - Start).Ticks))),
                    random.NextDouble() * 400,
                    random.NextInt64(1L << 40),
                    (1L << 40) + instance,
                    random.NextInt64(1L << 60),
                    random.NextInt64(1L << 60)))];
                await cluster.Instance(id).PushAsync(Samples.Batch(samples), acknowledgement);
                foreach (var sample in samples)
                {
                    sent[id].TryAdd(sample.Timestamp, sample);
                }
            }
        }

        return sent;
    }
}
