using LaunchStack.Metrics.Cli.Output;

namespace LaunchStack.Metrics.Cli.Tests.Output;

public sealed class BarTests
{
    [Theory]
    [InlineData(8, "████")]
    [InlineData(5, "██▌")]
    [InlineData(0.001, "▏")]
    [InlineData(0, "")]
    [InlineData(9, "████")]
    public void A_bar_is_as_long_as_its_value_against_the_largest(double value, string bar) => Assert.Equal(bar, Bar.Of(value, 8, 4));

    [Fact]
    public void Where_the_largest_is_zero_there_is_no_bar() => Assert.Equal("", Bar.Of(0, 0, 4));
}
