using Docker.DotNet.Models;
using LaunchStack.Metrics.Cli.Collect.Docker;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Docker;

public sealed class DockerFormulasTests
{
    [Fact]
    public void Cpu_is_the_share_of_the_systems_time_on_all_processors() =>
        Assert.Equal(150, DockerFormulas.Cpu(Cpu(1_000, 10_000, online: 4), Cpu(4_000, 18_000, online: 4)), 12);

    [Fact]
    public void Cpu_counts_the_per_processor_counters_when_the_engine_tells_no_number_of_processors() =>
        Assert.Equal(75, DockerFormulas.Cpu(Cpu(1_000, 10_000, online: 0, 1, 2), Cpu(4_000, 18_000, online: 0, 1, 2)), 12);

    [Theory]
    [InlineData(2_000, 2_000, 10_000, 20_000)]
    [InlineData(2_000, 1_000, 10_000, 20_000)]
    [InlineData(1_000, 2_000, 10_000, 10_000)]
    [InlineData(1_000, 2_000, 20_000, 10_000)]
    public void Cpu_is_zero_unless_both_counters_moved_forward(int usedBefore, int usedAfter, int systemBefore, int systemAfter) =>
        Assert.Equal(0, DockerFormulas.Cpu(Cpu((ulong)usedBefore, (ulong)systemBefore, 2), Cpu((ulong)usedAfter, (ulong)systemAfter, 2)));

    [Fact]
    public void Cpu_is_zero_when_the_engine_tells_no_system_time() =>
        Assert.Equal(0, DockerFormulas.Cpu(Cpu(1_000, null, 2), Cpu(2_000, null, 2)));

    [Fact]
    public void Memory_leaves_out_the_inactive_page_cache_of_the_whole_group_under_v1() =>
        Assert.Equal(700, DockerFormulas.Memory(Memory(1_000, ("total_inactive_file", 300), ("inactive_file", 100))));

    [Fact]
    public void Memory_leaves_out_the_inactive_page_cache_under_v2() =>
        Assert.Equal(900, DockerFormulas.Memory(Memory(1_000, ("inactive_file", 100))));

    [Fact]
    public void Memory_is_the_usage_when_the_cache_is_not_smaller() =>
        Assert.Equal(1_000, DockerFormulas.Memory(Memory(1_000, ("inactive_file", 1_000))));

    [Fact]
    public void Memory_is_the_usage_when_the_engine_tells_no_details() =>
        Assert.Equal(1_000, DockerFormulas.Memory(new MemoryStats { Usage = 1_000 }));

    [Fact]
    public void Network_is_zero_for_a_container_without_networks() => Assert.Equal((0, 0), DockerFormulas.Network(null));

    private static CPUStats Cpu(ulong used, ulong? system, uint online, params ulong[] perProcessor) => new()
    {
        CPUUsage = new CPUUsage { TotalUsage = used, PercpuUsage = perProcessor },
        SystemUsage = system,
        OnlineCPUs = online,
    };

    private static MemoryStats Memory(ulong usage, params (string Name, ulong Value)[] details) =>
        new() { Usage = usage, Stats = details.ToDictionary(detail => detail.Name, detail => detail.Value) };
}
