using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>Days of time zones, against the dates that each sample has there.</summary>
public sealed class LocalDayTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Theory]
    [InlineData("Europe/Berlin", 23)]
    [InlineData("Europe/Berlin", 25)]
    [InlineData("America/New_York", 23)]
    [InlineData("America/New_York", 25)]
    [InlineData("America/Santiago", 23)]
    [InlineData("America/Santiago", 25)]
    [InlineData("Pacific/Kiritimati", 24)]
    public async Task Days_are_those_of_the_zone_at_the_change_of_summer_time_too(string name, int hours)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await AssertChangeAsync(cluster, name, hours);
    }

    /// <summary>Days around the newest one in a zone that has so many hours.</summary>
    internal static async Task AssertChangeAsync(MetricsCluster cluster, string name, int hours)
    {
        var id = Guid.NewGuid();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var change = DayOf(zone, hours);
        List<Sample> samples = [.. Enumerable.Range(0, 4 * 72).Select(index => Samples.At(change.AddDays(-1).AddMinutes((index * 20) + 7), index))];

        // Past the grain, which takes none so old.
        await cluster.Store.RegisterInstancesAsync([id], CancellationToken.None);
        await cluster.Store.AppendAsync([.. samples.Select(sample => new AppendSample(id, new PendingSample(sample, null)))], CancellationToken.None);

        var days = await cluster.Query(id).GetLocalDaysAsync(change.AddDays(-2), change.AddDays(4), name);

        AssertEqual(zone, samples, days);
        Assert.Contains(days, day => day.SampleCount == 3 * hours);
    }

    [Fact]
    public async Task Days_that_begin_off_the_whole_hour_are_computed_from_raw_rows_and_tail()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu");
        var start = Timestamps.Day(Samples.Now).AddDays(-4);
        List<Sample> samples = [.. Enumerable.Range(0, 400).Select(index => Samples.At(start.AddMinutes(index * 13), index))];
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 != 0)]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 == 0)]), Acknowledgement.Accepted);

        var days = await cluster.Query(_id).GetLocalDaysAsync(start.AddDays(-1), Samples.Now, zone.Id);

        AssertEqual(zone, samples, days);
    }

    [Theory]
    [InlineData("Asia/Kolkata", 30)]
    [InlineData("Europe/Berlin", 400)]
    public async Task A_range_as_long_as_its_parts_are_kept_has_the_days_that_are_whole(string name, int kept)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        List<Sample> samples = [.. Enumerable.Range(0, (kept + 3) * 4).Select(index => Samples.At(Samples.Now.AddHours(-6 * index), index))];
        await cluster.Store.RegisterInstancesAsync([_id], CancellationToken.None);
        await cluster.Store.AppendAsync([.. samples.Select(sample => new AppendSample(_id, new PendingSample(sample, null)))], CancellationToken.None);

        // Who asks looks at the clock before the service does.
        var now = TimeProvider.System.GetUtcNow();
        var from = now.AddDays(-kept);
        var days = await cluster.Query(_id).GetLocalDaysAsync(from, now, name);
        var older = await cluster.Query(_id).GetLocalDaysAsync(from.AddHours(-20), now, name);

        var first = TimeZoneInfo.ConvertTime(from, zone).Date.AddDays(1);
        AssertEqual(zone, [.. samples.Where(sample => TimeZoneInfo.ConvertTime(sample.Timestamp, zone).Date >= first)], days);
        Assert.Equal(days, older);
        await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Query(_id).GetLocalDaysAsync(from, from.AddMinutes(1), name));
    }

    [Fact]
    public async Task The_day_of_now_is_open()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(now), Samples.At(now.AddDays(-1))), Acknowledgement.Durable);

        var days = await cluster.Query(_id).GetLocalDaysAsync(now.AddDays(-3), now.AddDays(1), "Asia/Tokyo");

        Assert.Equal([true, false], days.Select(day => day.Open));
    }

    [Theory]
    [InlineData("tz", "Europe/Atlantis", -10)]
    [InlineData("tz", "", -10)]
    [InlineData("tz", "../../etc/passwd", -10)]
    [InlineData("tz", "/etc/passwd", -10)]
    [InlineData("tz", "Asia/Kolkata", -40)]
    [InlineData("from", "Europe/Berlin", -500)]
    [InlineData("from", "Europe/Berlin", 5)]
    public async Task What_cannot_be_answered_is_refused_by_field(string field, string zone, int day)
    {
        await using var cluster = await MetricsCluster.StartAsync();

        var fault = await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Query(_id).GetLocalDaysAsync(Samples.Now.AddDays(day), Samples.Now, zone));

        Assert.Equal(field, fault.Field);
    }

    /// <summary>The start of the newest day that has so many hours there.</summary>
    private static DateTimeOffset DayOf(TimeZoneInfo zone, int hours)
    {
        for (var date = Samples.Now.UtcDateTime.Date.AddDays(-3); ; date = date.AddDays(-1))
        {
            var day = Enumerable.Range(-30, 90)
                .Select(hour => new DateTimeOffset(date, TimeSpan.Zero).AddHours(hour))
                .Where(hour => TimeZoneInfo.ConvertTime(hour, zone).Date == date)
                .ToList();
            if (day.Count == hours)
            {
                return day[0];
            }
        }
    }

    private static void AssertEqual(TimeZoneInfo zone, List<Sample> samples, IReadOnlyList<AggregatedUsage> days)
    {
        var expected = samples.GroupBy(sample => TimeZoneInfo.ConvertTime(sample.Timestamp, zone).Date).OrderByDescending(day => day.Key).ToList();
        Assert.Equal(
            expected.Select(day => (day.Key, day.LongCount(), day.Sum(sample => (decimal)sample.NetworkIn))),
            days.Select(day => (TimeZoneInfo.ConvertTime(day.Bucket, zone).Date, day.SampleCount, day.TotalNetworkIn)));

        // A moment before its start it is the day before.
        Assert.All(days, day => Assert.NotEqual(TimeZoneInfo.ConvertTime(day.Bucket, zone).Date, TimeZoneInfo.ConvertTime(day.Bucket.AddTicks(-1), zone).Date));
    }
}
