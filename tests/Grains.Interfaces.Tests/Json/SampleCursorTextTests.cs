using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Interfaces.Tests.Json;

public sealed class SampleCursorTextTests
{
    private static readonly DateTimeOffset Moment = new DateTimeOffset(2026, 1, 31, 13, 45, 0, TimeSpan.Zero).AddMicroseconds(123_456);

    [Fact]
    public void A_cursor_with_an_id_comes_back_from_its_text()
    {
        var cursor = new SampleCursor(Moment, Guid.Parse("0190a5c4-0000-8123-8000-0123456789ab"));

        var text = SampleCursorText.Format(cursor);

        Assert.Equal("2026-01-31T13:45:00.123456Z~0190a5c4-0000-8123-8000-0123456789ab", text);
        Assert.True(SampleCursorText.TryParse(text, out var parsed));
        Assert.Equal(cursor, parsed);
    }

    [Fact]
    public void A_time_alone_is_a_cursor_without_an_id()
    {
        Assert.True(SampleCursorText.TryParse("2026-01-31T14:45:00.123456+01:00", out var parsed));

        Assert.Equal(new SampleCursor(Moment, Guid.Empty), parsed);
        Assert.Equal("2026-01-31T13:45:00.123456Z", SampleCursorText.Format(parsed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("2026-01-31T13:45:00Z~")]
    [InlineData("2026-01-31T13:45:00Z~42")]
    [InlineData("~0190a5c4-0000-8123-8000-0123456789ab")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T13:45:00Z~{0190a5c4-0000-8123-8000-0123456789ab}")]
    public void Other_text_is_no_cursor(string text) => Assert.False(SampleCursorText.TryParse(text, out _));
}
