using LaunchStack.Metrics.Cli.Watch;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Watch;

public sealed class UsageSeriesTests
{
    private static readonly WatchWindow Window = new(TimeSpan.FromMinutes(5));

    [Fact]
    public void The_window_is_whole_seconds_and_ends_with_the_bucket_under_way()
    {
        var query = Window.QueryAt(new DateTimeOffset(2026, 1, 31, 13, 0, 7, TimeSpan.Zero));

        Assert.Equal(TimeSpan.FromSeconds(5), query.Width);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 13, 0, 10, TimeSpan.Zero), query.To);
        Assert.Equal(TimeSpan.FromMinutes(5), query.To - query.From);
    }

    [Fact]
    public void Between_two_samples_the_earlier_one_holds()
    {
        var series = Series(null, 10, null, null, 20, null);

        Assert.Equal([null, 10, 10, 10, 20, null], series.Cpu);
    }

    [Fact]
    public void Silence_of_more_than_a_minute_is_a_gap()
    {
        var series = Series([1, .. Enumerable.Repeat<double?>(null, 13), 2]);

        Assert.Equal(2, series.Cpu.Count(value => value is not null));
    }

    [Fact]
    public void Bytes_came_since_the_sample_before()
    {
        var series = Series(100, null, 100, 100);

        // 100 bytes in two buckets of 5 seconds, and 100 in one; of the first nobody knows.
        Assert.Equal([null, 10, 10, 20], series.NetworkIn);
    }

    [Fact]
    public void The_bucket_under_way_has_no_rate_yet()
    {
        UsagePoint[] points = [Point(100), Point(100), Point(7) with { Open = true }];

        Assert.Equal([null, 20, null], new UsageSeries(points, Window).NetworkIn);
    }

    private static UsageSeries Series(params double?[] values) => new([.. values.Select(Point)], Window);

    private static UsagePoint Point(double? value) => new()
    {
        Bucket = DateTimeOffset.UnixEpoch,
        SampleCount = value is null ? 0 : 1,
        AvgCpu = value,
        TotalNetworkIn = (decimal?)value,
    };
}
