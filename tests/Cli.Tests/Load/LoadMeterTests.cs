using LaunchStack.Metrics.Cli.Load.Sending;

namespace LaunchStack.Metrics.Cli.Tests.Load;

public sealed class LoadMeterTests
{
    [Fact]
    public void Rates_leave_the_warm_up_out_and_end_at_the_last_commit()
    {
        var meter = new LoadMeter();
        foreach (var (second, accepted, durable) in new[] { (1, 10, 0), (3, 100, 50), (5, 500, 300), (8, 600, 600), (20, 600, 600) })
        {
            meter.Observe(TimeSpan.FromSeconds(second), default(LoadCounts) with { Accepted = accepted, Durable = durable });
        }

        Assert.Equal((100, 100), meter.PerSecond);
    }

    [Fact]
    public void A_run_that_is_hardly_longer_than_the_warm_up_is_measured_from_its_start()
    {
        var meter = new LoadMeter();
        meter.Observe(TimeSpan.FromSeconds(3), default(LoadCounts) with { Accepted = 6, Durable = 3 });
        meter.Observe(TimeSpan.FromSeconds(3.5), default(LoadCounts) with { Accepted = 7, Durable = 7 });

        Assert.Equal((2, 2), meter.PerSecond);
        Assert.Equal((0, 0), new LoadMeter().PerSecond);
    }
}
