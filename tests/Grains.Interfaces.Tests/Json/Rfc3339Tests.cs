using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Grains.Interfaces.Tests.Json;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-01-31T13:45:00Z", "2026-01-31T13:45:00Z")]
    [InlineData("2026-01-31t13:45:00z", "2026-01-31T13:45:00Z")]
    [InlineData("2026-01-31T13:45:00.1Z", "2026-01-31T13:45:00.1Z")]
    [InlineData("2026-01-31T13:45:00.123456Z", "2026-01-31T13:45:00.123456Z")]
    [InlineData("2026-01-31T13:45:00.1234567Z", "2026-01-31T13:45:00.123456Z")]
    [InlineData("2026-01-31T13:45:00.999999999Z", "2026-01-31T13:45:00.999999Z")]
    [InlineData("2026-01-31T13:45:00.000000Z", "2026-01-31T13:45:00Z")]
    [InlineData("2026-01-31T13:45:00+05:30", "2026-01-31T08:15:00Z")]
    [InlineData("2026-01-31T13:45:00.5-08:00", "2026-01-31T21:45:00.5Z")]
    [InlineData("2026-01-31T13:45:00-00:00", "2026-01-31T13:45:00Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z")]
    public void A_time_with_an_offset_is_read_and_written_in_utc(string text, string written)
    {
        Assert.True(Rfc3339.TryParse(text, out var moment));
        Assert.Equal(TimeSpan.Zero, moment.Offset);
        Assert.Equal(written, Rfc3339.Format(moment));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T13:45:00")]
    [InlineData("2026-01-31T13:45Z")]
    [InlineData("2026-01-31 13:45:00Z")]
    [InlineData("2026-1-31T13:45:00Z")]
    [InlineData("20260131T134500Z0000")]
    [InlineData("2026-01-31T13:45:00.Z")]
    [InlineData("2026-01-31T13:45:00,5Z")]
    [InlineData("2026-01-31T13:45:00.1234567890Z")]
    [InlineData("2026-01-31T13:45:00.123456")]
    [InlineData("2026-01-31T13:45:00+0530")]
    [InlineData("2026-01-31T13:45:00+05")]
    [InlineData("2026-01-31T13:45:00+5:30 ")]
    [InlineData("2026-01-31T13:45:00+05.30")]
    [InlineData("2026-01-31T13:45:00+05 30")]
    [InlineData("2026-01-31T13:45:00+05:60")]
    [InlineData("2026-01-31T13:45:00+24:00")]
    [InlineData("2026-01-31T13:45:00 +05:30")]
    [InlineData("2026-01-31T13:45:00ZZ")]
    [InlineData("2026-01-31T13:45:00Z ")]
    [InlineData(" 2026-01-31T13:45:00Z")]
    [InlineData("2026-02-29T13:45:00Z")]
    [InlineData("2026-13-01T13:45:00Z")]
    [InlineData("2026-00-10T13:45:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T13:60:00Z")]
    [InlineData("2026-01-31T13:45:61Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("1769867100")]
    [InlineData("２０２６-01-31T13:45:00Z")]
    [InlineData("2026-01-31T13:45:00.１Z")]
    [InlineData("99999999999999999999999999999999999999999999999999")]
    public void Anything_else_is_refused(string text) => Assert.False(Rfc3339.TryParse(text, out _));

    [Fact]
    public void What_is_written_is_read_back_to_the_microsecond()
    {
        var random = new Random(3);
        for (var round = 0; round < 1000; round++)
        {
            var moment = new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks / 10) * 10, TimeSpan.Zero);
            Assert.True(Rfc3339.TryParse(Rfc3339.Format(moment), out var read));
            Assert.Equal(moment, read);
        }
    }
}
