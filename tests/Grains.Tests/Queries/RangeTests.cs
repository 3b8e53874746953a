using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>Ranges against an independent calculation from the samples that were sent.</summary>
public sealed class RangeTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Guid _id = Guid.NewGuid();
    private readonly DateTimeOffset _start = Timestamps.Day(Samples.Now).AddDays(-3);

    [Theory]
    [InlineData(Resolution.Minute, 0)]
    [InlineData(Resolution.Minute, 36)]
    [InlineData(Resolution.Minute, 2_700)]
    [InlineData(Resolution.Hour, 0)]
    [InlineData(Resolution.Day, 0)]
    public async Task Points_equal_what_the_samples_say_whether_they_are_stored_late_or_in_the_tail(Resolution resolution, int width)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var samples = await PushAsync(cluster, seed: (int)resolution + width);
        var query = new RangeQuery
        {
            From = _start.AddMinutes(95),
            To = _start.AddDays(2),
            Resolution = resolution,
            Width = width == 0 ? null : TimeSpan.FromSeconds(width),
            Points = 300,
        };

        var tailed = await cluster.Query(_id).GetRangeAsync(query);
        await cluster.Instance(_id).FlushAsync();
        var stored = await cluster.Query(_id).GetRangeAsync(query);

        Assert.Equal(resolution, tailed.Resolution);
        var first = Start(query.From, tailed.Width);
        var expected = samples
            .GroupBy(sample => Start(sample.Timestamp, tailed.Width))
            .Where(bucket => bucket.Key >= first && bucket.Key < query.To)
            .OrderBy(bucket => bucket.Key)
            .ToList();
        AssertEqual(expected, tailed);
        AssertEqual(expected, stored);
    }

    [Fact]
    public async Task A_range_with_few_samples_has_each_of_them()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        Sample[] samples = [.. Enumerable.Range(0, 60).Select(index => Samples.At(Samples.Now.AddMinutes(index - 90), index))];
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 2 == 0)]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 2 == 1)]), Acknowledgement.Accepted);

        var range = await cluster.Query(_id).GetRangeAsync(new RangeQuery { From = samples[5].Timestamp, To = samples[50].Timestamp });

        Assert.Equal((Resolution.Raw, TimeSpan.Zero), (range.Resolution, range.Width));
        Assert.Equal(samples[5..50].Select(sample => (sample.Timestamp, (decimal?)sample.NetworkIn)), range.Points.Select(point => (point.Bucket, point.TotalNetworkIn)));
    }

    [Theory]
    [InlineData(200, 300, Resolution.Minute, 1)]
    [InlineData(700, 300, Resolution.Minute, 5)]
    [InlineData(8_900, 300, Resolution.Minute, 30)]
    [InlineData(17_000, 300, Resolution.Hour, 60)]
    [InlineData(40_000, 300, Resolution.Day, 1_440)]
    public async Task The_resolution_is_the_finest_that_has_no_more_points_than_wanted(int minutes, int points, Resolution resolution, int width)
    {
        await using var cluster = await MetricsCluster.StartAsync();

        // More samples than points, so that raw ones are not the answer.
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(points + 1)), Acknowledgement.Accepted);
        var range = await cluster.Query(_id).GetRangeAsync(new RangeQuery { From = Samples.Now.AddMinutes(1 - minutes), To = Samples.Now.AddMinutes(1), Points = points });

        Assert.Equal((resolution, TimeSpan.FromMinutes(width)), (range.Resolution, range.Width));
        Assert.Equal(points + 1, range.Points.Sum(point => point.SampleCount));
    }

    [Theory]
    [InlineData(-410, 240, Resolution.Day)]
    [InlineData(-390, 240, Resolution.Hour)]
    public async Task Hours_are_chosen_only_for_as_long_as_they_are_kept(int day, int hours, Resolution resolution)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var from = Timestamps.Day(Samples.Now).AddDays(day);

        // Past the grain, which takes none so old.
        await cluster.Store.RegisterInstancesAsync([_id], CancellationToken.None);
        await cluster.Store.AppendAsync([new AppendSample(_id, new PendingSample(Samples.At(from.AddHours(30)), null))], CancellationToken.None);

        var range = await cluster.Query(_id).GetRangeAsync(new RangeQuery { From = from, To = from.AddHours(hours) });

        Assert.Equal((resolution, 1L), (range.Resolution, Assert.Single(range.Points).SampleCount));
    }

    [Theory]
    [InlineData("limit", 300, 10_001)]
    [InlineData("limit", 1, 0)]
    [InlineData("points", 60, 59)]
    [InlineData("to", 50, 59)]
    [InlineData(null, 50, 60)]
    public async Task An_answer_has_no_more_points_than_its_limit(string? field, int points, int limit)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(_start)), Acknowledgement.Durable);
        var query = new RangeQuery { From = _start, To = _start.AddHours(60), Resolution = Resolution.Hour, Points = points, Limit = limit, Fill = GapFill.Null };

        var fault = await Record.ExceptionAsync(async () => Assert.Equal(limit, (await cluster.Query(_id).GetRangeAsync(query)).Points.Count));

        Assert.Equal(field, (fault as InvalidRequestException)?.Field);
        Assert.Equal(field is null, fault is null);
    }

    [Theory]
    [InlineData(GapFill.None, new[] { 10.0, 40.0 })]
    [InlineData(GapFill.Null, new[] { double.NaN, 10, double.NaN, double.NaN, 40, double.NaN })]
    [InlineData(GapFill.Previous, new[] { 4, 10, 10, 10, 40, 40.0 })]
    [InlineData(GapFill.Linear, new[] { 5.5, 10, 20, 30, 40, double.NaN })]
    public async Task Gaps_are_shown_or_filled_as_asked(GapFill fill, double[] cpu)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        Sample At(double hour, double usage) => Samples.At(_start.AddHours(hour), 7) with { CpuUsage = usage };

        // The hour before the range has a mean, which its last sample is not.
        await cluster.Instance(_id).PushAsync(Samples.Batch(At(-3, 1), At(-2.5, 7), At(1, 10)), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch(At(4, 40)), Acknowledgement.Accepted);

        var range = await cluster.Query(_id).GetRangeAsync(new RangeQuery { From = _start, To = _start.AddHours(6), Resolution = Resolution.Hour, Fill = fill });

        // On the line from hour -3 to hour 1, hour 0 is at three quarters.
        cpu = fill == GapFill.Linear ? [8.5, .. cpu[1..]] : cpu;
        Assert.Equal(cpu, range.Points.Select(point => point.AvgCpu ?? double.NaN));
        Assert.All(range.Points, point => Assert.Equal(point.SampleCount == 0, point.TotalNetworkIn is null));
    }

    [Fact]
    public async Task A_day_long_before_a_gap_fills_it()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(_start.AddDays(-20)) with { CpuUsage = 3 }), Acknowledgement.Durable);

        var range = await cluster.Query(_id).GetRangeAsync(
            new RangeQuery { From = _start, To = _start.AddDays(2), Resolution = Resolution.Day, Fill = GapFill.Previous });

        Assert.Equal([3.0, 3.0], range.Points.Select(point => point.AvgCpu!.Value));
    }

    [Fact]
    public async Task Samples_a_little_ahead_are_there_whatever_gaps_are_filled_with_and_however_far_the_range_goes()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var ahead = TimeProvider.System.GetUtcNow().AddMinutes(4);
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(ahead)), Acknowledgement.Durable);

        foreach (var fill in Enum.GetValues<GapFill>())
        {
            var range = await cluster.Query(_id).GetRangeAsync(
                new RangeQuery { From = ahead.AddMinutes(-10), To = DateTimeOffset.MaxValue, Resolution = Resolution.Minute, Fill = fill });
            Assert.Equal(1, range.Points.Sum(point => point.SampleCount));
        }
    }

    [Fact]
    public async Task A_range_that_is_not_over_is_open_at_its_end_and_not_filled_beyond_now()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(now), Samples.At(now.AddHours(-2))), Acknowledgement.Durable);

        var range = await cluster.Query(_id).GetRangeAsync(
            new RangeQuery { From = now.AddHours(-2), To = now.AddHours(5), Resolution = Resolution.Hour, Fill = GapFill.Null });

        Assert.Equal([false, false, true], range.Points.Select(point => point.Open));
    }

    [Theory]
    [InlineData("from", 5, 4, Resolution.Auto, 300, null)]
    [InlineData("points", 4, 5, Resolution.Auto, 0, null)]
    [InlineData("points", 4, 5, Resolution.Auto, 10_001, null)]
    [InlineData("resolution", 4, 5, (Resolution)9, 300, null)]
    [InlineData("from", -5_000, 5, Resolution.Raw, 300, null)]
    [InlineData("from", -5_000, 5, Resolution.Minute, 300, null)]
    [InlineData("from", -5_000, 5, Resolution.Auto, 300, 60.0)]
    [InlineData("width", 4, 5, Resolution.Auto, 300, 0.5)]
    [InlineData("width", 4, 5, Resolution.Auto, 300, 3_601.0)]
    [InlineData("from", 100, 101, Resolution.Auto, 300, null)]
    [InlineData("from", -20_000, 5, Resolution.Hour, 300, null)]
    [InlineData("to", -300_000, 5, Resolution.Day, 300, null)]
    public async Task A_range_out_of_bounds_is_refused_by_field(string field, int from, int to, Resolution resolution, int points, double? width)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var query = new RangeQuery
        {
            From = Samples.Now.AddHours(from),
            To = Samples.Now.AddHours(to),
            Resolution = resolution,
            Points = points,
            Width = width is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

        Assert.Equal(field, (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Query(_id).GetRangeAsync(query))).Field);
    }

    [Fact]
    public async Task More_raw_samples_than_an_answer_may_have_are_refused_and_an_unknown_instance_is_an_error()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var query = new RangeQuery { From = Samples.Now.AddHours(-1), To = Samples.Now, Resolution = Resolution.Raw };
        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Query(_id).GetRangeAsync(query));
        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Query(_id).GetRangeAsync(query with { Resolution = Resolution.Hour, Fill = GapFill.Null }));

        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(RangeQuery.MaxPoints)), Acknowledgement.Durable);
        Assert.Equal(RangeQuery.MaxPoints, (await cluster.Query(_id).GetRangeAsync(query)).Points.Count);
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddMinutes(-20))), Acknowledgement.Accepted);
        Assert.Equal("resolution", (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Query(_id).GetRangeAsync(query))).Field);
    }

    private static DateTimeOffset Start(DateTimeOffset moment, TimeSpan width) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds() / (long)width.TotalSeconds * (long)width.TotalSeconds);

    private static void AssertEqual(List<IGrouping<DateTimeOffset, Sample>> expected, UsageRange range)
    {
        Assert.Equal(expected.Select(bucket => bucket.Key), range.Points.Select(point => point.Bucket));
        foreach (var (bucket, point) in expected.Zip(range.Points))
        {
            Expected.AssertEqual([.. bucket], point);
        }
    }

    /// <summary>Random samples with gaps: two thirds stored, some of them late, the others in the tail.</summary>
    private async Task<List<Sample>> PushAsync(MetricsCluster cluster, int seed)
    {
        var random = new Random(seed);
        var samples = Enumerable.Range(0, 600)
            .Select(_ => _start.AddSeconds(random.Next(0, 2 * 86_400)))
            .Where(moment => moment.Hour % 5 != 3)
            .Distinct()
            .Select(moment => new Sample(moment, random.NextDouble() * 800, random.NextInt64(), random.NextInt64(), random.NextInt64(), random.NextInt64()))
            .ToList();
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 == 0)]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 == 1)]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 == 2 && index > 300)]), Acknowledgement.Accepted);
        return [.. samples.Where((_, index) => index % 3 != 2 || index > 300)];
    }
}
