using LaunchStack.Metrics.Cli.Output;

namespace LaunchStack.Metrics.Cli.Tests.Output;

public sealed class BlockChartTests
{
    [Fact]
    public void Values_are_as_high_as_they_are_from_zero_to_the_top() => Assert.Equal("  ▄█\n▁███", BlockChart.Of([0.5, 4, 6, 8], 80, 2, 8));

    [Fact]
    public void Zero_has_a_line_and_a_gap_has_none() => Assert.Equal("  █\n▁ █", BlockChart.Of([0, null, 3], 80, 2, 3));

    [Fact]
    public void Zeros_alone_have_a_line() => Assert.Equal("  \n▁▁", BlockChart.Of([0, 0], 80, 2, 0));

    [Fact]
    public void More_values_than_columns_are_averaged() => Assert.Equal("▄█", BlockChart.Of([1, 3, 3, 5], 2, 1, 4));

    [Fact]
    public void Nothing_has_empty_lines() => Assert.Equal("\n", BlockChart.Of([], 80, 2, 0));
}
