using LaunchStack.Metrics.Cli.Output;

namespace LaunchStack.Metrics.Cli.Tests.Output;

public sealed class SparklineTests
{
    [Fact]
    public void Values_are_as_high_as_they_are_between_the_least_and_the_largest() => Assert.Equal("▁▂▃▄▅▆▇█", Sparkline.Of([0, 1, 2, 3, 4, 5, 6, 7], 80));

    [Fact]
    public void A_gap_is_blank_and_equal_values_are_low() => Assert.Equal("▁ ▁", Sparkline.Of([5, null, 5], 80));

    [Fact]
    public void More_values_than_columns_are_averaged() => Assert.Equal("▁█", Sparkline.Of([0, 2, null, 9, null, 11], 2));

    [Fact]
    public void Nothing_has_no_line() => Assert.Equal("", Sparkline.Of([], 80));
}
