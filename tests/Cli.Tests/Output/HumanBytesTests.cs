using LaunchStack.Metrics.Formatting;

namespace LaunchStack.Metrics.Cli.Tests.Output;

public sealed class HumanBytesTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1_023, "1023 B")]
    [InlineData(1_024, "1.0 KB")]
    [InlineData(524_288, "512.0 KB")]
    [InlineData(1_048_524, "1023.9 KB")]
    [InlineData(1_048_535, "1.0 MB")]
    [InlineData(1_048_575, "1.0 MB")]
    [InlineData(1_073_741_823, "1.0 GB")]
    [InlineData(268_435_456, "256.0 MB")]
    [InlineData(2_147_483_648, "2.0 GB")]
    [InlineData(long.MaxValue, "8.0 EB")]
    public void Bytes_are_shown_in_units_of_1024_with_one_decimal(long bytes, string expected) =>
        Assert.Equal(expected, HumanBytes.Format(bytes));

    [Fact]
    public void A_total_above_64_bits_is_shown_too() => Assert.Equal("1024.0 ZB", HumanBytes.Format(1024m * (1UL << 63) * 128));
}
