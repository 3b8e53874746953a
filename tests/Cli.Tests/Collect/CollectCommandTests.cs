using System.Text.Json;
using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Tests.Collect.Cgroup;
using LaunchStack.Metrics.Cli.Tests.Collect.Docker;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

public sealed class CollectCommandTests : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Collect_prints_a_line_of_json_for_each_container_of_the_engine()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));

        Assert.Equal(ExitCode.Done, await RunAsync("--dry-run", "--once", "--json", "--docker-host", engine.Address.OriginalString));

        var lines = _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        using var busy = JsonDocument.Parse(lines[0]);
        Assert.Equal("busy", busy.RootElement.GetProperty("name").GetString());
        Assert.Equal("b00b2529-1d16-53b7-8718-861bb8ed449e", busy.RootElement.GetProperty("instance_id").GetString());
        Assert.Equal("2026-11-24T03:28:41.046844Z", busy.RootElement.GetProperty("started_at").GetString());
        Assert.Equal(466_944, busy.RootElement.GetProperty("memory_usage").GetInt64());
        Assert.Contains("containers: 4", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_shows_a_table_with_name_and_numbers()
    {
        await using var engine = await FakeDockerEngine.StartAsync(Payload.Folder("docker"));

        Assert.Equal(ExitCode.Done, await RunAsync("--dry-run", "--once", "--docker-host", engine.Address.OriginalString));

        var busy = Assert.Single(_out.ToString().Split('\n'), line => line.Contains("busy", StringComparison.Ordinal));
        Assert.Contains("36.02", busy, StringComparison.Ordinal);
        Assert.Contains("456.0 KB / 23.5 GB", busy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_reads_control_groups_when_told_so()
    {
        using var tree = new CapturedTree("cgroup-v2");

        Assert.Equal(ExitCode.Done, await RunAsync("--dry-run", "--once", "--source", "cgroup", "--cgroup-root", tree.CgroupRoot));

        Assert.Contains("busy.service", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_reads_this_machines_control_groups()
    {
        if (!Directory.Exists("/sys/fs/cgroup"))
        {
            Assert.Skip("no /sys/fs/cgroup on this machine");
        }

        Assert.Equal(ExitCode.Done, await RunAsync("--dry-run", "--once", "--json", "--source", "cgroup"));

        using var first = JsonDocument.Parse(_out.ToString().Split('\n')[0]);
        Assert.InRange(first.RootElement.GetProperty("memory_usage").GetInt64(), 1, first.RootElement.GetProperty("memory_limit").GetInt64());
        Assert.True(first.RootElement.GetProperty("cpu_usage").GetDouble() >= 0);
    }

    [Theory]
    [InlineData]
    [InlineData("memory", "cpuacct")]
    public async Task Collect_reads_processes_and_says_why_where_neither_an_engine_nor_control_groups_tell_anything(params string[] controllers)
    {
        var root = Directory.CreateTempSubdirectory("launchstack-cgroup-");
        foreach (var controller in controllers)
        {
            root.CreateSubdirectory(controller);
        }

        await using var collect = CommandProcess.Start(
            ["collect", "--dry-run", "--once", "--json", "--cgroup-root", root.FullName],
            new Dictionary<string, string?> { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock" });

        Assert.Equal(ExitCode.Done, await collect.WaitForExitAsync());
        var why = $"no Docker engine answers at unix:///nowhere/docker.sock: no such socket; no control groups that tell CPU and memory under {root.FullName}";
        Assert.StartsWith($"{why}; reading processes instead", collect.Error.First(), StringComparison.Ordinal);
        Assert.EndsWith($"programs: {collect.Output.Count}", collect.Error.Last(), StringComparison.Ordinal);
        Assert.InRange(collect.Output.Count, 1, 10);
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task Collect_reads_as_many_processes_as_it_is_told()
    {
        Assert.Equal(ExitCode.Done, await RunAsync("--dry-run", "--once", "--json", "--processes", "1"));

        using var row = JsonDocument.Parse(_out.ToString());
        Assert.Equal(("delta", ""), (row.RootElement.GetProperty("network").GetString(), row.RootElement.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Collect_fails_with_one_line_when_there_is_nothing_to_read()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync("--dry-run", "--once", "--source", "cgroup", "--cgroup-root", "/nowhere"));

        Assert.Equal("launchstack: no control groups that tell CPU and memory under /nowhere", _error.ToString().Trim());
    }

    [Fact]
    public async Task Collect_fails_with_one_line_when_the_engine_it_is_told_does_not_answer()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync("--dry-run", "--once", "--docker-host", "unix:///nowhere/docker.sock"));

        Assert.Equal("launchstack: no Docker engine answers at unix:///nowhere/docker.sock: no such socket", _error.ToString().Trim());
    }

    [Fact]
    public async Task Collect_fails_with_one_line_when_nobody_listens_where_the_engine_should()
    {
        var port = FreePorts.Next();

        Assert.Equal(ExitCode.Failed, await RunAsync("--dry-run", "--once", "--docker-host", $"tcp://127.0.0.1:{port}"));

        Assert.Matches($"^launchstack: no Docker engine answers at (tcp|http)://127.0.0.1:{port}/?: Connection refused", _error.ToString().Trim());
    }

    [Fact]
    public async Task Collect_once_fails_with_the_reason_when_no_gateway_answers()
    {
        using var tree = new CapturedTree("cgroup-v1");

        Assert.Equal(
            ExitCode.Failed,
            await RunAsync("--once", "--source", "cgroup", "--cgroup-root", tree.CgroupRoot, "--gateway", $"localhost:{FreePorts.Next()}"));

        Assert.Contains("control groups: 6, accepted 0, rejected 0, waiting 6", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("readings not delivered: 6", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--source", "kubernetes")]
    [InlineData("--processes", "0")]
    [InlineData("--interval", "0s")]
    [InlineData("--docker-host", "here")]
    public async Task Collect_is_used_wrongly_when_an_option_breaks_its_rule(string option, string value)
    {
        Assert.Equal(ExitCode.WrongUse, await RunAsync("--dry-run", "--once", option, value));

        Assert.Contains($"{option}: \"{value}\"", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--processes and --source docker exclude each other: --source must be processes or auto", "--processes", "5", "--source", "docker")]
    [InlineData("--processes and --source cgroup exclude each other: --source must be processes or auto", "--processes", "5", "--source", "cgroup")]
    [InlineData("--processes and --docker-host exclude each other", "--processes", "5", "--docker-host", "unix:///run/docker.sock")]
    [InlineData("--docker-host and --source processes exclude each other", "--source", "processes", "--docker-host", "unix:///run/docker.sock")]
    [InlineData("--source: \"nonsense\" must be auto, docker, cgroup or processes", "--source", "nonsense", "--processes", "5")]
    [InlineData("--processes: \"1001\" must be a whole number from 1 to 1000", "--processes", "1001")]
    public async Task Collect_is_used_wrongly_when_options_exclude_each_other(string expected, params string[] options)
    {
        Assert.Equal(ExitCode.WrongUse, await RunAsync(["--dry-run", "--once", .. options]));

        Assert.Equal($"launchstack: {expected}", _error.ToString().Split('\n')[0].TrimEnd());
    }

    [Theory]
    [InlineData(UnixSignal.Terminate)]
    [InlineData(UnixSignal.Interrupt)]
    public async Task Collect_ends_cleanly_when_it_is_told_to_stop(UnixSignal signal)
    {
        using var tree = new CapturedTree("cgroup-v2");
        await using var collect = ChildProcess.StartAssembly(
            typeof(CollectCommand).Assembly.Location, ["collect", "--dry-run", "--source", "cgroup", "--cgroup-root", tree.CgroupRoot, "--interval", "1s"]);
        await collect.WaitForLineAsync("control groups: 4");

        await collect.SignalAsync(signal);

        Assert.Equal(ExitCode.Done, await collect.WaitForExitAsync());
    }

    private Task<int> RunAsync(params string[] arguments) =>
        CommandRunner.RunAsync(["collect", .. arguments], _out, _error, TestContext.Current.CancellationToken);
}
