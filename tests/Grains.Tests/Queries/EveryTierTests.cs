using System.Globalization;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>
/// Every question, on every tier, against what the samples say: random ones with gaps, duplicates, late rows and counters that start again,
/// some durable and some in the tail.
/// </summary>
public sealed class EveryTierTests
{
    // Another one each time; a run that fails can be had again by what it printed.
    private const string SeedVariable = "LAUNCHSTACK_QUERY_SEED";

    private static readonly DateTimeOffset Start = Timestamps.Day(Samples.Now).AddDays(-3);
    private static readonly DateTimeOffset End = Samples.Now.AddSeconds(1);

    [Theory]
    [InlineData(Tier.Sqlite)]
    [InlineData(Tier.Postgres)]
    [InlineData(Tier.TimescaleApache)]
    [InlineData(Tier.Timescale)]
    public async Task All_answers_are_those_that_the_samples_say_in_the_tail_in_the_store_and_in_its_aggregates(Tier tier)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"{SeedVariable}={seed}");
        await using var cluster = await MetricsCluster.StartAsync(tier: tier);
        var random = new Random(seed);
        SentUsage[] fleet = [.. Enumerable.Range(0, 5).Select(_ => new SentUsage())];
        foreach (var instance in fleet)
        {
            await cluster.Instance(instance.Id).CreateAsync("");
        }

        // The last of them stays empty, and the last but one has a single sample, which is not durable at first.
        foreach (var instance in fleet[..^2])
        {
            await PushAsync(instance, Deltas(150), Acknowledgement.Durable);
            await PushAsync(instance, Readings("a", 60, 0, 0.6), Acknowledgement.Durable);
        }

        await cluster.RefreshAsync();
        foreach (var instance in fleet[..^2])
        {
            // Late for hours that are in the aggregates by now, and for the compression.
            await PushAsync(instance, Deltas(60), Acknowledgement.Durable);
            await PushAsync(instance, Samples.Batch(Any(Start.AddDays(-9)), Any(Start.AddDays(-9).AddSeconds(1))), Acknowledgement.Durable);
            await PushAsync(instance, Readings("a", 20, 0, 0.5), Acknowledgement.Durable);
            await PushAsync(instance, Readings("b", 20, 0.5, 0.7), Acknowledgement.Durable);
            await PushAsync(instance, Again(instance, 20), Acknowledgement.Durable);
        }

        foreach (var instance in fleet[..^2])
        {
            await PushAsync(instance, Deltas(40), Acknowledgement.Accepted);
            await PushAsync(instance, Readings("a", 25, 0.7, 1), Acknowledgement.Accepted);
            await PushAsync(instance, Again(instance, 15), Acknowledgement.Accepted);
            await PushAsync(instance, Samples.Batch(Any(Samples.Now)), Acknowledgement.Accepted);
        }

        await PushAsync(fleet[^2], Samples.Batch(Any(Samples.Now.AddMinutes(-100))), Acknowledgement.Accepted);
        await CompareAsync(cluster, fleet);
        await Task.WhenAll(fleet.Select(instance => cluster.Instance(instance.Id).FlushAsync()));
        await CompareAsync(cluster, fleet);
        await cluster.RefreshAsync();
        await CompareAsync(cluster, fleet);

        Task PushAsync(SentUsage instance, SampleBatch batch, Acknowledgement acknowledgement) =>
            cluster.Instance(instance.Id).PushAsync(instance.Note(batch), acknowledgement);

        Sample Any(DateTimeOffset moment) => new(
            moment, random.NextDouble() * 800, random.NextInt64(1L << 45), (1L << 45) + random.Next(9), random.NextInt64(), random.NextInt64());

        SampleBatch Deltas(int count) => Samples.Batch([.. Moments(count, 0, 1).Select(Any)]);

        // The same timestamps with other values, of which nothing is to be seen.
        SampleBatch Again(SentUsage instance, int count) => Samples.Batch([.. instance.Rows.Keys.OrderBy(_ => random.Next()).Take(count).Select(Any)]);

        // In any order, and the counters start again on the way.
        SampleBatch Readings(string source, int count, double from, double to)
        {
            var counter = random.NextInt64(1L << 50);
            Sample[] samples =
            [
                .. Moments(count, from, to).Order().Select(moment =>
                {
                    counter = random.Next(8) == 0 ? random.Next(1_000) : counter + random.NextInt64(1L << 40);
                    return Any(moment) with { NetworkIn = counter, NetworkOut = counter / 3 };
                }),
            ];
            random.Shuffle(samples);
            return Samples.Readings(source, samples);
        }

        IEnumerable<DateTimeOffset> Moments(int count, double from, double to) => Enumerable.Range(0, count)
            .Select(_ => Timestamps.Floor(Start.AddTicks((long)((Samples.Now - Start).Ticks * (from + ((to - from) * random.NextDouble()))))))
            .Where(moment => moment.Hour % 5 != 3);
    }

    [Theory]
    [InlineData(Tier.Postgres)]
    [InlineData(Tier.TimescaleApache)]
    [InlineData(Tier.Timescale)]
    public async Task Days_of_a_zone_are_right_at_both_changes_of_summer_time(Tier tier)
    {
        await using var cluster = await MetricsCluster.StartAsync(tier: tier);
        foreach (var hours in new[] { 23, 25 })
        {
            await LocalDayTests.AssertChangeAsync(cluster, "Europe/Berlin", hours);
        }
    }

    private static async Task CompareAsync(MetricsCluster cluster, SentUsage[] fleet)
    {
        foreach (var instance in fleet)
        {
            var query = cluster.Query(instance.Id);
            await CompareSamplesAsync(query, instance);
            await CompareBucketsAsync(query, instance);
            await CompareRangesAsync(query, instance);
            await CompareTotalsAsync(query, instance);
        }

        await CompareFleetAsync(cluster.Grains.GetGrain<IFleetQueryGrain>(0), fleet);
    }

    private static async Task CompareSamplesAsync(IInstanceQueryGrain query, SentUsage instance)
    {
        var newestFirst = instance.Rows.Values.Reverse().ToList();
        Assert.Equal(newestFirst.Cast<Sample?>().FirstOrDefault(), (await query.GetLatestAsync())?.Sample);
        var read = new List<Sample>();
        for (SampleCursor? cursor = null; ;)
        {
            var page = await query.GetRecentAsync(97, cursor);
            read.AddRange(page.Items.Select(item => item.Sample));
            if ((cursor = page.Next) is null)
            {
                break;
            }
        }

        Assert.Equal(newestFirst, read);
    }

    private static async Task CompareBucketsAsync(IInstanceQueryGrain query, SentUsage instance)
    {
        var from = Start.AddDays(-10);
        Assert.All((await query.GetHourlyAsync(from, End)).Zip(Grouped(instance.Rows.Values, Timestamps.Hour)), pair => Check(pair.First, pair.Second, TimeSpan.FromHours(1)));
        Assert.All((await query.GetDailyAsync(from, End)).Zip(Grouped(instance.Rows.Values, Timestamps.Day)), pair => Check(pair.First, pair.Second, TimeSpan.FromDays(1)));
        Assert.Equal(Grouped(instance.Rows.Values, Timestamps.Hour).Count, (await query.GetHourlyAsync(from, End)).Count);
        Assert.Equal(Grouped(instance.Rows.Values, Timestamps.Day).Count, (await query.GetDailyAsync(from, End)).Count);

        // Part of it, cut within hours.
        var part = await query.GetHourlyAsync(Start.AddMinutes(95), Start.AddHours(30));
        Assert.Equal(Grouped(instance.Between(Start.AddHours(1), Start.AddHours(30)), Timestamps.Hour).Select(hour => hour.Key), part.Select(hour => hour.Bucket));

        static List<IGrouping<DateTimeOffset, Sample>> Grouped(IEnumerable<Sample> samples, Func<DateTimeOffset, DateTimeOffset> start) =>
            [.. samples.GroupBy(sample => start(sample.Timestamp)).OrderByDescending(bucket => bucket.Key)];

        static void Check(AggregatedUsage got, IGrouping<DateTimeOffset, Sample> expected, TimeSpan width)
        {
            Assert.Equal((expected.Key, expected.Key + width > Samples.Now), (got.Bucket, got.Open));
            Expected.AssertEqual([.. expected], got);
        }
    }

    private static async Task CompareRangesAsync(IInstanceQueryGrain query, SentUsage instance)
    {
        foreach (var (resolution, width, from, to) in new (Resolution, TimeSpan?, DateTimeOffset, DateTimeOffset)[]
        {
            (Resolution.Raw, null, Start.AddHours(20), Start.AddHours(45)),
            (Resolution.Minute, TimeSpan.FromSeconds(36), Start.AddMinutes(1_000), Start.AddMinutes(1_400)),
            (Resolution.Minute, TimeSpan.FromMinutes(45), Start.AddMinutes(95), End),
            (Resolution.Hour, null, Start.AddMinutes(95), End),
            (Resolution.Day, null, Start.AddDays(-9), End),
            (Resolution.Hour, null, Start.AddDays(-5), Start.AddDays(-4)),
        })
        {
            var range = await query.GetRangeAsync(new RangeQuery { From = from, To = to, Resolution = resolution, Width = width, Points = 1_000 });
            Assert.Equal(resolution, range.Resolution);
            var expected = resolution == Resolution.Raw
                ? instance.Between(from, to).GroupBy(sample => sample.Timestamp).ToList()
                : [.. instance.Rows.Values.GroupBy(sample => StartOf(sample.Timestamp, range.Width)).Where(bucket => bucket.Key >= StartOf(from, range.Width) && bucket.Key < to)];
            Assert.Equal(expected.Select(bucket => bucket.Key), range.Points.Select(point => point.Bucket));
            Assert.All(expected.Zip(range.Points), pair => Expected.AssertEqual([.. pair.First], pair.Second));
            Assert.All(range.Points, point => Assert.Equal(resolution != Resolution.Raw && point.Bucket + range.Width > Samples.Now, point.Open));
        }

        static DateTimeOffset StartOf(DateTimeOffset moment, TimeSpan width) => new(moment.UtcTicks - (moment - DateTimeOffset.UnixEpoch).Ticks % width.Ticks, TimeSpan.Zero);
    }

    private static async Task CompareTotalsAsync(IInstanceQueryGrain query, SentUsage instance)
    {
        foreach (var (from, to) in new[] { (Start.AddDays(-10), End), (Start.AddMinutes(31), Start.AddHours(27).AddMinutes(1)), (Start.AddHours(2), Start.AddHours(3)) })
        {
            var samples = instance.Between(from, to);
            Expected.AssertEqual(samples, await query.GetTotalsAsync(from, to, percentiles: false));
            if (samples.Count > 0)
            {
                var totals = await query.GetTotalsAsync(from, to, percentiles: true);
                Assert.Equal(Of(samples.Select(sample => sample.CpuUsage)), totals.Cpu);
                Assert.Equal(Of(samples.Select(sample => (double)sample.MemoryUsage)), totals.Memory);
            }
        }

        static Percentiles Of(IEnumerable<double> values) => new(Expected.Rank(values, 50), Expected.Rank(values, 95), Expected.Rank(values, 99));
    }

    private static async Task CompareFleetAsync(IFleetQueryGrain query, SentUsage[] fleet)
    {
        Assert.Equal(
            fleet.Where(instance => instance.Rows.Count > 0).OrderBy(instance => instance.Id).Select(instance => (instance.Id, instance.Rows.Values.Last())),
            (await query.GetLatestAsync(100)).Items.Select(item => (item.InstanceId, item.Sample)));

        // Several at once are those of each, and a filled range has a point for every bucket: without values, or with those of the one before.
        var hours = new RangeQuery { From = Start, To = End, Resolution = Resolution.Hour, Points = 1_000 };
        var plain = await query.GetRangesAsync([.. fleet.Select(instance => instance.Id)], hours);
        foreach (var (instance, range) in fleet.Zip(plain))
        {
            var expected = instance.Between(Start, End).GroupBy(sample => Timestamps.Hour(sample.Timestamp)).ToList();
            Assert.Equal((instance.Id, expected.Count), (range.InstanceId, range.Range!.Points.Count));
            Assert.All(expected.Zip(range.Range!.Points), pair => Expected.AssertEqual([.. pair.First], pair.Second));
            foreach (var fill in new[] { GapFill.Null, GapFill.Previous })
            {
                var filled = (await query.GetRangesAsync([instance.Id], hours with { Fill = fill }))[0].Range!.Points;
                Assert.Equal(Enumerable.Range(0, filled.Count).Select(hour => Start.AddHours(hour)), filled.Select(point => point.Bucket));
                Assert.Equal(range.Range!.Points, filled.Where(point => point.SampleCount > 0));
                Assert.All(filled.Where(point => point.SampleCount == 0), point => Assert.Equal(
                    fill == GapFill.Null ? null : range.Range!.Points.LastOrDefault(before => before.Bucket < point.Bucket)?.AvgCpu, point.AvgCpu));
            }
        }

        foreach (var by in Enum.GetValues<UsageMeasure>())
        {
            foreach (var (from, to) in new[] { (Start, End), (Start.AddMinutes(13), Start.AddHours(40).AddMinutes(20)), (Start.AddDays(-10), Start.AddDays(-5)) })
            {
                var expected = fleet
                    .Select(instance => (instance.Id, Samples: instance.Between(from, to)))
                    .Where(instance => instance.Samples.Count > 0)
                    .OrderByDescending(instance => Expected.Measure(instance.Samples, by))
                    .ToList();
                var top = await query.GetTopAsync(new TopQuery { From = from, To = to, By = by });
                Assert.Equal(expected.Select(instance => instance.Id), top.Select(instance => instance.InstanceId));
                Assert.All(expected.Zip(top), pair => Expected.AssertEqual(pair.First.Samples, pair.Second.Totals));
            }
        }
    }
}
