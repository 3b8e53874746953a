using LaunchStack.Metrics.Cli.Collect.Cgroup;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Cgroup;

public sealed class CgroupLayoutTests
{
    [Fact]
    public void Layout_is_v2_when_the_root_is_a_unified_tree()
    {
        using var tree = new CapturedTree("cgroup-v2");

        Assert.Equal("v2", CgroupLayout.Detect(tree.CgroupRoot)?.Name);
    }

    [Fact]
    public void Layout_is_v1_when_controllers_are_mounted_one_by_one()
    {
        using var tree = new CapturedTree("cgroup-v1");

        Assert.Equal("v1", CgroupLayout.Detect(tree.CgroupRoot)?.Name);
    }

    [Fact]
    public async Task Layout_reads_cpu_from_v2_for_a_group_that_v1_does_not_account_for()
    {
        using var tree = new CapturedTree("cgroup-v1");
        tree.Write("sys/fs/cgroup/unified/cgroup.controllers", "");
        tree.Write("sys/fs/cgroup/unified/system.slice/busy.service/cpu.stat", "usage_usec 4484842\nuser_usec 4332204\nsystem_usec 152637");
        Directory.CreateDirectory(tree.At("sys/fs/cgroup/memory/system.slice/busy.service"));
        foreach (var file in Directory.GetFiles(tree.At("sys/fs/cgroup/memory/system.slice/demo.service")))
        {
            File.Copy(file, file.Replace("demo.service", "busy.service", StringComparison.Ordinal));
        }

        var readings = await tree.ReadTwiceAsync();

        Assert.Equal("v1 and v2", CgroupLayout.Detect(tree.CgroupRoot)?.Name);
        Assert.Equal(671_744, Assert.Single(readings, reading => reading.Name == "busy.service").Sample.MemoryUsage);
        Assert.Equal(7.425785871560, Assert.Single(readings, reading => reading.Name == "demo.service").Sample.CpuUsage, 9);
    }

    [Fact]
    public void Layout_is_found_when_cpuacct_shares_its_mount_with_cpu()
    {
        using var tree = new CapturedTree("cgroup-v1");
        Directory.Move($"{tree.CgroupRoot}/cpuacct", $"{tree.CgroupRoot}/cpu,cpuacct");

        Assert.NotNull(CgroupLayout.Detect(tree.CgroupRoot));
    }

    [Fact]
    public void Layout_is_missing_when_no_controller_tells_memory()
    {
        using var tree = new CapturedTree("cgroup-v1");
        Directory.Delete($"{tree.CgroupRoot}/memory", recursive: true);

        Assert.Null(CgroupLayout.Detect(tree.CgroupRoot));
    }
}
