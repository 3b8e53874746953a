using LaunchStack.Metrics.Cli.Load;

namespace LaunchStack.Metrics.Cli.Tests.Load;

public sealed class LoadPlanTests
{
    [Theory]
    [InlineData(1_000, 60, 60_000)]
    [InlineData(400, 1, 3)]
    [InlineData(1_000, 0.5, 1)]
    public void Each_instance_pushes_once_an_interval(int milliseconds, double seconds, long expected)
    {
        var plan = new LoadPlan(1, TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromSeconds(seconds), 1, 1);

        Assert.Equal(expected, (plan with { Instances = expected > 1_000 ? 1_000 : 1 }).Total);
    }

    [Fact]
    public void Pushes_are_spread_over_the_interval()
    {
        var plan = new LoadPlan(4, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), 1, 1);

        Assert.Equal([0, 0.25, 0.5, 0.75, 1, 1.25], Enumerable.Range(0, 6).Select(push => plan.DueOf(push).TotalSeconds));
    }

    [Fact]
    public void The_same_seed_makes_the_same_instances_and_samples_and_another_makes_others()
    {
        var moment = DateTimeOffset.UnixEpoch.AddYears(56);

        Assert.Equal(SimulatedInstance.Id(1, 7), SimulatedInstance.Id(1, 7));
        Assert.Equal(SimulatedInstance.Sample(1, 7, 3, moment), SimulatedInstance.Sample(1, 7, 3, moment));
        Assert.Equal(2_000, Enumerable.Range(0, 1_000).SelectMany(number => new[] { SimulatedInstance.Id(1, number), SimulatedInstance.Id(2, number) }).Distinct().Count());
        Assert.Equal(8, SimulatedInstance.Id(1, 7).Version);
    }

    [Fact]
    public void Simulated_samples_are_plausible()
    {
        var samples = Enumerable.Range(0, 10_000).Select(number => SimulatedInstance.Sample(42, number % 100, number / 100, DateTimeOffset.UnixEpoch)).ToList();

        Assert.All(samples, sample => Assert.InRange(sample.CpuUsage, 0, 100));
        Assert.All(samples, sample => Assert.InRange(sample.MemoryUsage, 1, sample.MemoryLimit));
        Assert.All(samples, sample => Assert.True(sample is { NetworkIn: >= 0, NetworkOut: >= 0 }));
    }

    [Fact]
    public void Percentiles_are_within_a_hundredth()
    {
        var histogram = new LatencyHistogram();
        foreach (var milliseconds in Enumerable.Range(1, 1_000))
        {
            histogram.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        Assert.InRange(histogram.Percentile(0.50).TotalMilliseconds, 495, 510);
        Assert.InRange(histogram.Percentile(0.99).TotalMilliseconds, 980, 1_005);
        Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.99));
    }
}
