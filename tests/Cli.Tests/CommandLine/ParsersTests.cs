using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Tests.CommandLine;

public sealed class ParsersTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("1s", 1)]
    [InlineData("1.5s", 1.5)]
    [InlineData("2m", 120)]
    [InlineData("1h", 3_600)]
    [InlineData("7d", 604_800)]
    public void A_duration_is_a_number_and_a_unit(string text, double seconds)
    {
        Assert.True(Parsers.TryParseDuration(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("10")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1e3s")]
    [InlineData("99999999999999999999d")]
    public void Other_text_is_no_duration(string text) => Assert.False(Parsers.TryParseDuration(text, out _));
}
