using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Interfaces.Tests.Models;

public sealed class TimestampsTests
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 31, 13, 45, 59, TimeSpan.Zero);

    [Fact]
    public void Floor_goes_down_to_the_microsecond_and_to_utc()
    {
        var floored = Timestamps.Floor(new DateTimeOffset(Moment.Ticks, TimeSpan.FromHours(5.5)).AddTicks(9_999_999));
        Assert.Equal(Moment.AddHours(-5.5).AddTicks(9_999_990), floored);
        Assert.Equal(TimeSpan.Zero, floored.Offset);
    }

    [Fact]
    public void Hour_is_an_hour_of_utc_whatever_the_offset()
    {
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 13, 0, 0, TimeSpan.Zero), Timestamps.Hour(Moment));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 13, 0, 0, TimeSpan.Zero), Timestamps.Hour(Moment.ToOffset(TimeSpan.FromHours(5.5))));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(-1, -1)]
    [InlineData(-10, -1)]
    [InlineData(-11, -2)]
    public void Microseconds_are_rounded_down_on_both_sides_of_1970(long ticks, long microseconds) =>
        Assert.Equal(microseconds, Timestamps.ToUnixMicroseconds(DateTimeOffset.UnixEpoch.AddTicks(ticks)));

    [Fact]
    public void Microseconds_and_back_are_the_same_moment_over_the_whole_calendar()
    {
        foreach (var moment in new[] { DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, Moment.AddTicks(1_234_560), Timestamps.Floor(DateTimeOffset.MaxValue) })
        {
            Assert.Equal(moment, Timestamps.FromUnixMicroseconds(Timestamps.ToUnixMicroseconds(moment)));
        }
    }
}
