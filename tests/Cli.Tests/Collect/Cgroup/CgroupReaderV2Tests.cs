namespace LaunchStack.Metrics.Cli.Tests.Collect.Cgroup;

// The expected numbers were worked out by hand from the captured files; 3.75 s lie between them.
public sealed class CgroupReaderV2Tests : IDisposable
{
    private readonly CapturedTree _tree = new("cgroup-v2");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Reader_finds_containers_services_and_slices_each_once_and_nothing_that_has_stopped()
    {
        var readings = await _tree.ReadTwiceAsync();

        Assert.Equal(["e2a236d6a316", "busy.service", "cache.service", "user.slice"], readings.Select(reading => reading.Name));
    }

    [Fact]
    public async Task Reader_tells_a_containers_cpu_and_memory()
    {
        var web = Assert.Single(await _tree.ReadTwiceAsync(), reading => reading.Name == "e2a236d6a316");

        Assert.Equal(34.52112, web.Sample.CpuUsage, 9);
        Assert.Equal(3_899_392 - 3_145_728, web.Sample.MemoryUsage);
        Assert.Equal(67_108_864, web.Sample.MemoryLimit);
        Assert.Equal((0, 0), (web.Sample.NetworkIn, web.Sample.NetworkOut));
    }

    [Fact]
    public async Task Reader_takes_the_hosts_memory_as_the_limit_of_a_service_without_one()
    {
        var busy = Assert.Single(await _tree.ReadTwiceAsync(), reading => reading.Name == "busy.service");

        Assert.Equal(89.033573333333, busy.Sample.CpuUsage, 9);
        Assert.Equal(102_400, busy.Sample.MemoryUsage);
        Assert.Equal(2_012_120 * 1024L, busy.Sample.MemoryLimit);
        Assert.Equal("/system.slice/busy.service", busy.Source);
    }

    [Fact]
    public async Task Reader_leaves_inactive_page_cache_out_of_a_services_memory()
    {
        var cache = Assert.Single(await _tree.ReadTwiceAsync(), reading => reading.Name == "cache.service");

        Assert.Equal(0, cache.Sample.CpuUsage);
        Assert.Equal(13_856_768 - 13_631_488, cache.Sample.MemoryUsage);
        Assert.Equal(50_331_648, cache.Sample.MemoryLimit);
        Assert.Equal($"/system.slice/cache.service#{CapturedTree.Boot}.4026532143", cache.Source);
    }
}
