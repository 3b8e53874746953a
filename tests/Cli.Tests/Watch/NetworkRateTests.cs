using LaunchStack.Metrics.Cli.Watch;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Watch;

public sealed class NetworkRateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_rate_is_the_newest_bytes_over_the_time_since_the_sample_before() =>
        Assert.Equal(new NetworkRate(100, 10), NetworkRate.Of([Sample(10, 1_000, 100), Sample(0, 5, 5)]));

    [Fact]
    public void One_sample_has_no_rate() => Assert.Equal(default, NetworkRate.Of([Sample(0, 5, 5)]));

    [Fact]
    public void Two_samples_of_one_moment_have_no_rate() => Assert.Equal(default, NetworkRate.Of([Sample(0, 5, 5), Sample(0, 5, 5)]));

    private static InstanceSample Sample(int second, long networkIn, long networkOut) =>
        new(Guid.NewGuid(), Guid.NewGuid(), new Sample(Start.AddSeconds(second), 1, 1, 1, networkIn, networkOut));
}
