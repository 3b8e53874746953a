using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Cgroup;

// The expected numbers were worked out by hand from the captured files; 2.18 s lie between them.
public sealed class CgroupReaderV1Tests : IDisposable
{
    private const string Busy = "59fc28643a796c07d9cf166ea2cb84d4a5f8e523b395f80aa4b5422e4fe42234";
    private const string HostNet = "6cb549d5a1eb45d3e969d0a3ef970d7ce00bc0f1dcebc808e01dc7c9f50d1dc0";

    private readonly CapturedTree _tree = new("cgroup-v1");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Reader_finds_containers_services_and_slices_each_once_and_nothing_that_has_stopped()
    {
        var readings = await _tree.ReadTwiceAsync();

        Assert.Equal(
            ["59fc28643a79", "6cb549d5a1eb", "b101e9113cbf", "cefb091542a0", "demo.service", "user.slice"],
            readings.Select(reading => reading.Name));
    }

    [Fact]
    public async Task Reader_tells_a_containers_cpu_memory_and_traffic()
    {
        var busy = Assert.Single(await _tree.ReadTwiceAsync(), reading => reading.Name == Busy[..12]);

        Assert.Equal(38.935126743119, busy.Sample.CpuUsage, 9);
        Assert.Equal(5_709_824 - 5_242_880, busy.Sample.MemoryUsage);
        Assert.Equal(25_276_502_016, busy.Sample.MemoryLimit);
        Assert.Equal(8_403_967, busy.Sample.NetworkIn);
        Assert.Equal(9_937, busy.Sample.NetworkOut);
        Assert.Equal(_tree.Now, busy.Sample.Timestamp);
    }

    [Fact]
    public async Task Reader_sums_a_containers_interfaces_and_tells_its_memory_limit()
    {
        var web = Assert.Single(await _tree.ReadTwiceAsync(), reading => reading.Name == "b101e9113cbf");

        Assert.Equal(6.529487568807, web.Sample.CpuUsage, 9);
        Assert.Equal(9_551_872, web.Sample.MemoryUsage);
        Assert.Equal(67_108_864, web.Sample.MemoryLimit);
        Assert.Equal(10_449 + 11_313, web.Sample.NetworkIn);
        Assert.Equal(8_401_583 + 8_402_951, web.Sample.NetworkOut);
    }

    [Fact]
    public async Task Reader_derives_a_services_instance_from_machine_and_path()
    {
        var demo = Assert.Single(await _tree.ReadTwiceAsync(), reading => reading.Name == "demo.service");

        Assert.Equal(new Guid("9316989e-dc4f-50e2-8c41-c7742b354609"), demo.InstanceId);
        Assert.Equal(7.425785871560, demo.Sample.CpuUsage, 9);
        Assert.Equal(671_744, demo.Sample.MemoryUsage);
    }

    [Fact]
    public async Task Reader_never_counts_the_hosts_traffic_as_a_containers_or_a_services()
    {
        var onHost = (await _tree.ReadTwiceAsync()).Where(reading => reading.Name == HostNet[..12] || reading.Name == "demo.service").ToList();

        Assert.Equal(2, onHost.Count);
        Assert.All(onHost, reading => Assert.Equal((0, 0), (reading.Sample.NetworkIn, reading.Sample.NetworkOut)));
        Assert.Equal([$"/docker/{HostNet}", "/system.slice/demo.service"], onHost.Select(reading => reading.Source));
    }

    [Fact]
    public async Task Reader_names_counters_by_path_boot_and_network_namespace()
    {
        var busy = Assert.Single(await _tree.ReadTwiceAsync(), reading => reading.Name == Busy[..12]);

        Assert.Equal($"/docker/{Busy}#{CapturedTree.Boot}.4026532262", busy.Source);
        Assert.Null(busy.StartedAt);
    }

    [Fact]
    public async Task Reader_names_counters_within_the_length_a_push_allows()
    {
        var deep = $"sys/fs/cgroup/memory/{string.Join('/', Enumerable.Repeat("a-very-deep-one.slice", 12))}";
        foreach (var controller in new[] { "memory", "cpuacct" })
        {
            var group = deep.Replace("memory", controller, StringComparison.Ordinal);
            _tree.Write($"{group}/cgroup.procs", "16683");
            _tree.Write($"{group}/cpuacct.usage", "1");
            _tree.Write($"{group}/memory.usage_in_bytes", "1");
        }

        var reading = Assert.Single(await _tree.ReadTwiceAsync(), reading => reading.Name == "a-very-deep-one.slice");

        Assert.Equal($"{reading.InstanceId}#{CapturedTree.Boot}.4026532262", reading.Source);
        Assert.True(reading.Source.Length <= PushLimits.MaxSourceLength);
    }

    [Fact]
    public async Task Reader_reads_the_machine_as_a_whole_when_it_has_no_groups()
    {
        foreach (var controller in new[] { "memory", "cpuacct" })
        {
            foreach (var group in Directory.GetDirectories($"{_tree.CgroupRoot}/{controller}"))
            {
                Directory.Delete(group, recursive: true);
            }
        }

        using var reader = _tree.Open();
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        var machine = Assert.Single(await reader.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal("/", machine.Name);
        Assert.Equal(25_276_502_016, machine.Sample.MemoryLimit);
        Assert.True(machine.Sample.MemoryUsage > 0);
    }
}
