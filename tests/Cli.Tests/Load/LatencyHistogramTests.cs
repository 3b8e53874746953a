using LaunchStack.Metrics.Cli.Load.Sending;

namespace LaunchStack.Metrics.Cli.Tests.Load;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_are_within_a_hundredth_and_the_longest_is_exact()
    {
        var histogram = new LatencyHistogram();
        foreach (var milliseconds in Enumerable.Range(1, 1_000))
        {
            histogram.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        Assert.InRange(histogram.Percentile(0.50).TotalMilliseconds, 495, 510);
        Assert.InRange(histogram.Percentile(0.99).TotalMilliseconds, 980, 1_000);
        Assert.Equal(1_000, histogram.Max.TotalMilliseconds);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (new LatencyHistogram().Percentile(0.99), new LatencyHistogram().Max));
    }
}
