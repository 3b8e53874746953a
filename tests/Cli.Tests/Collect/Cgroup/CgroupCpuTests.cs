using LaunchStack.Metrics.Cli.Collect.Cgroup;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Cgroup;

public sealed class CgroupCpuTests
{
    [Fact]
    public void Cpu_is_the_share_of_one_core() =>
        Assert.Equal(150, CgroupReader.Cpu(1_000_000_000, 4_000_000_000, TimeSpan.FromSeconds(2)), 12);

    [Theory]
    [InlineData(5, 5, 1)]
    [InlineData(5, 4, 1)]
    [InlineData(4, 5, 0)]
    [InlineData(4, 5, -1)]
    public void Cpu_is_zero_unless_counter_and_clock_moved_forward(int before, int after, int seconds) =>
        Assert.Equal(0, CgroupReader.Cpu((ulong)before, (ulong)after, TimeSpan.FromSeconds(seconds)));
}
