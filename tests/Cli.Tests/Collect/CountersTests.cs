using LaunchStack.Metrics.Cli.Collect;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

public sealed class CountersTests
{
    private const long HostMemory = 25_276_502_016;

    [Theory]
    [InlineData(null)]
    [InlineData(0UL)]
    [InlineData(9_223_372_036_854_771_712UL)]
    [InlineData(ulong.MaxValue)]
    public void No_memory_limit_is_the_memory_of_the_host(ulong? limit) => Assert.Equal(HostMemory, Counters.Limit(limit, HostMemory));

    [Fact]
    public void A_memory_limit_is_kept() => Assert.Equal(67_108_864, Counters.Limit(67_108_864, HostMemory));

    [Fact]
    public void A_memory_limit_is_kept_when_the_host_does_not_tell_its_memory() => Assert.Equal(67_108_864, Counters.Limit(67_108_864, 0));

    [Fact]
    public void A_counter_that_does_not_fit_becomes_the_largest_that_does() => Assert.Equal(long.MaxValue, Counters.ToLong(ulong.MaxValue));

    [Fact]
    public void Cpu_is_the_share_of_one_core() =>
        Assert.Equal(150, Counters.Cpu(1_000_000_000, 4_000_000_000, TimeSpan.FromSeconds(2)), 12);

    [Theory]
    [InlineData(5, 5, 1)]
    [InlineData(5, 4, 1)]
    [InlineData(4, 5, 0)]
    [InlineData(4, 5, -1)]
    public void Cpu_is_zero_unless_counter_and_clock_moved_forward(int before, int after, int seconds) =>
        Assert.Equal(0, Counters.Cpu((ulong)before, (ulong)after, TimeSpan.FromSeconds(seconds)));
}
