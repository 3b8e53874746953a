using System.Text.Json.Nodes;
using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Cli.Collect.Docker;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Docker;

// The expected numbers were worked out by hand from the captured files.
public sealed class DockerReaderTests
{
    private readonly List<string> _reported = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reader_tells_what_docker_stats_tells_on_a_v1_host()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));

        var readings = await ReadTwiceAsync(engine);

        Assert.Equal(["busy", "host-net", "web", "wrong-label"], readings.Select(reading => reading.Name));
        var busy = readings[0];
        Assert.Equal(new Guid("b00b2529-1d16-53b7-8718-861bb8ed449e"), busy.InstanceId);
        Assert.Equal("59fc28643a796c07d9cf166ea2cb84d4a5f8e523b395f80aa4b5422e4fe42234", busy.Source);
        Assert.Equal(DateTimeOffset.Parse("2026-11-24T03:28:41.046844Z", null), busy.StartedAt);
        Assert.Equal(DateTimeOffset.Parse("2026-11-24T03:28:51.755910Z", null), busy.Sample.Timestamp);
        Assert.Equal(36.019837803279, busy.Sample.CpuUsage, 9);
        Assert.Equal(466_944, busy.Sample.MemoryUsage);
        Assert.Equal(25_276_502_016, busy.Sample.MemoryLimit);
        Assert.Equal(8_403_757, busy.Sample.NetworkIn);
        Assert.Equal(9_937, busy.Sample.NetworkOut);
    }

    [Fact]
    public async Task Reader_sums_a_containers_networks_and_takes_its_instance_from_the_label()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));

        var web = Assert.Single(await ReadTwiceAsync(engine), reading => reading.Name == "web");

        Assert.Equal(new Guid("6f9619ff-8b86-4d01-b42d-00cf4fc964ff"), web.InstanceId);
        Assert.Equal(5.775291040131, web.Sample.CpuUsage, 9);
        Assert.Equal(9_527_296, web.Sample.MemoryUsage);
        Assert.Equal(67_108_864, web.Sample.MemoryLimit);
        Assert.Equal(10_239 + 11_103, web.Sample.NetworkIn);
        Assert.Equal(8_401_583 + 8_402_951, web.Sample.NetworkOut);
    }

    [Fact]
    public async Task Reader_tells_what_docker_stats_tells_on_a_v2_host()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("cgroup-v2", "docker"));

        var web = Assert.Single(await ReadTwiceAsync(engine));

        Assert.Equal(47.084309623431, web.Sample.CpuUsage, 9);
        Assert.Equal(3_960_832 - 3_145_728, web.Sample.MemoryUsage);
        Assert.Equal(67_108_864, web.Sample.MemoryLimit);
        Assert.Equal((0, 0), (web.Sample.NetworkIn, web.Sample.NetworkOut));
    }

    [Fact]
    public async Task Reader_counts_no_traffic_for_a_container_on_the_hosts_network()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));

        var hostNet = Assert.Single(await ReadTwiceAsync(engine), reading => reading.Name == "host-net");

        Assert.Equal((0, 0), (hostNet.Sample.NetworkIn, hostNet.Sample.NetworkOut));
    }

    [Fact]
    public async Task Reader_drops_a_container_that_stopped_after_it_was_listed()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));
        engine.Answers["finished.stats-1.json"] = engine.Captured("finished.stats-2.json");
        Assert.Contains("/finished", engine.Captured("containers.json"), StringComparison.Ordinal);

        Assert.DoesNotContain(await ReadTwiceAsync(engine), reading => reading.Name == "finished");
        Assert.DoesNotContain(_reported, line => line.Contains("finished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reader_reports_a_wrong_label_once_and_derives_the_id_instead()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));

        var wrong = Assert.Single(await ReadTwiceAsync(engine), reading => reading.Name == "wrong-label");

        Assert.Equal(new Guid("b454f1ce-7336-5eda-935a-c818d233387f"), wrong.InstanceId);
        var line = Assert.Single(_reported);
        Assert.Contains("wrong-label", line, StringComparison.Ordinal);
        Assert.Contains("com.launchstack.instance.id", line, StringComparison.Ordinal);
        Assert.Contains("shop-7", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reader_leaves_a_restarted_container_out_until_it_has_two_readings_of_the_new_run()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));
        using var reader = await OpenAsync(engine);
        await reader.ReadAsync(Token);
        engine.Answers["web.json"] = WithState(engine, "web.json", "StartedAt", "2026-11-24T03:28:50Z");

        Assert.DoesNotContain(await reader.ReadAsync(Token), reading => reading.Name == "web");
    }

    [Fact]
    public async Task Reader_drops_statistics_of_the_run_before_a_restart()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));
        engine.Answers["web.json"] = WithState(engine, "web.json", "StartedAt", "2026-11-24T03:29:00Z");

        Assert.DoesNotContain(await ReadTwiceAsync(engine), reading => reading.Name == "web");
    }

    [Fact]
    public async Task Reader_fails_in_one_line_when_the_engine_goes_away()
    {
        var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));
        using var reader = await OpenAsync(engine);
        await engine.DisposeAsync();

        var failure = await Assert.ThrowsAsync<FailureException>(() => reader.ReadAsync(Token));

        Assert.Contains("does not answer", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private async Task<IContainerReader> OpenAsync(FakeDockerEngine engine) =>
        new DockerReader(await DockerEngine.ConnectAsync(engine.Address, Token), _reported.Add);

    private async Task<IReadOnlyList<ContainerReading>> ReadTwiceAsync(FakeDockerEngine engine)
    {
        using var reader = await OpenAsync(engine);
        Assert.Empty(await reader.ReadAsync(Token));
        return await reader.ReadAsync(Token);
    }

    private static string WithState(FakeDockerEngine engine, string file, string name, string value)
    {
        var container = JsonNode.Parse(engine.Captured(file))!;
        container["State"]![name] = value;
        return container.ToJsonString();
    }
}
