using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Cli.Collect.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Processes;

public sealed class ProcessReaderTests : IDisposable
{
    private readonly FakeProc _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public async Task Reader_tells_a_programs_cpu_between_two_readings_and_its_memory()
    {
        var web = await ReadingAsync(
            () => _proc.Runs(10, "web", ticks: 5_000, kibibytes: 2048),
            () => _proc.Runs(10, "web", ticks: 5_750, kibibytes: 3072));

        Assert.Equal(75, web.Sample.CpuUsage, 9);
        Assert.Equal(3_145_728, web.Sample.MemoryUsage);
        Assert.Equal(FakeProc.Memory, web.Sample.MemoryLimit);
        Assert.Equal(_proc.Time.GetUtcNow(), web.Sample.Timestamp);
        Assert.Equal("web", web.Name);
    }

    [Fact]
    public async Task Reader_tells_more_than_100_percent_of_a_program_on_several_cpus()
    {
        var build = await ReadingAsync(
            () => _proc.Runs(10, "build", ticks: 0),
            () => _proc.Runs(10, "build", ticks: 3_500));

        Assert.Equal(350, build.Sample.CpuUsage, 9);
    }

    [Fact]
    public async Task Reader_sums_the_processes_of_a_program_of_one_user()
    {
        using var reader = _proc.Open();
        _proc.Runs(10, "web", ticks: 100);
        _proc.Runs(11, "web", ticks: 200);
        _proc.Runs(12, "web", ticks: 300, user: 1001);
        await ReadAsync(reader);
        Advance();
        _proc.Runs(10, "web", ticks: 200);
        _proc.Runs(11, "web", ticks: 400);
        _proc.Runs(12, "web", ticks: 310, user: 1001);

        var readings = await ReadAsync(reader);

        Assert.Equal([(30, 4_194_304), (1, 2_097_152)], readings.Select(reading => (Math.Round(reading.Sample.CpuUsage, 9), reading.Sample.MemoryUsage)));
        Assert.Equal(
            [InstanceIds.OfProgram(FakeProc.MachineId, "1000", "web"), InstanceIds.OfProgram(FakeProc.MachineId, "1001", "web")],
            readings.Select(reading => reading.InstanceId));
    }

    [Fact]
    public async Task Reader_goes_on_with_the_same_instance_when_a_program_or_the_command_is_restarted()
    {
        var first = await ReadingAsync(() => _proc.Runs(10, "web", ticks: 100), () => _proc.Runs(10, "web", ticks: 200));
        _proc.Ends(10);

        var second = await ReadingAsync(() => _proc.Runs(99, "web", ticks: 1, start: 5_000), () => _proc.Runs(99, "web", ticks: 2, start: 5_000));

        Assert.Equal(first.InstanceId, second.InstanceId);
    }

    [Fact]
    public async Task Reader_tells_no_traffic_and_no_counters_because_no_process_has_any()
    {
        var web = await ReadingAsync(() => _proc.Runs(10, "web", ticks: 1), () => _proc.Runs(10, "web", ticks: 2));

        Assert.Equal((NetworkMode.Delta, "", null), (web.Network, web.Source, web.StartedAt));
        Assert.Equal((0, 0), (web.Sample.NetworkIn, web.Sample.NetworkOut));
    }

    [Fact]
    public async Task Reader_counts_all_of_a_process_that_started_since_the_reading_before()
    {
        var make = await ReadingAsync(
            () => _proc.Runs(10, "make", ticks: 100),
            () =>
            {
                _proc.Runs(10, "make", ticks: 100);
                _proc.Runs(11, "make", ticks: 400, start: 700);
            });

        Assert.Equal(40, make.Sample.CpuUsage, 9);
    }

    [Fact]
    public async Task Reader_never_takes_one_process_for_another_that_had_its_id()
    {
        var web = await ReadingAsync(
            () => _proc.Runs(10, "web", ticks: 100, start: 100),
            () => _proc.Runs(10, "web", ticks: 300, start: 700));

        Assert.Equal(30, web.Sample.CpuUsage, 9);
    }

    [Fact]
    public async Task Reader_counts_no_cpu_of_long_ago_when_an_old_process_is_readable_at_last()
    {
        using var reader = _proc.Open();
        _proc.Runs(9, "web", ticks: 0);
        _proc.IsUnreadable(10);
        await ReadAsync(reader);
        Advance();
        _proc.Runs(9, "web", ticks: 100);
        _proc.Runs(10, "web", ticks: 90_000, start: 200);
        Assert.Equal(10, Assert.Single(await ReadAsync(reader)).Sample.CpuUsage, 9);
        Advance();
        _proc.Runs(10, "web", ticks: 90_500, start: 200);

        Assert.Equal(50, Assert.Single(await ReadAsync(reader)).Sample.CpuUsage, 9);
    }

    [Fact]
    public async Task Reader_counts_no_cpu_of_long_ago_when_an_old_process_comes_into_sight()
    {
        var web = await ReadingAsync(
            () => _proc.Runs(9, "web", ticks: 0, start: 100),
            () =>
            {
                _proc.Runs(9, "web", ticks: 100, start: 100);
                _proc.Runs(10, "web", ticks: 90_000, start: 99);
            });

        Assert.Equal(10, web.Sample.CpuUsage, 9);
    }

    [Fact]
    public async Task Reader_makes_no_instance_of_a_program_that_only_one_round_has_seen()
    {
        using var reader = _proc.Open();
        _proc.Runs(9, "web", ticks: 0);
        await ReadAsync(reader);
        Advance();
        _proc.Runs(10, "grep", ticks: 50, start: 200);
        Assert.Equal(["web"], Names(await ReadAsync(reader)));
        Advance();
        _proc.Ends(10);
        _proc.Runs(11, "grep", ticks: 60, start: 300);

        Assert.Equal(["grep", "web"], Names(await ReadAsync(reader)));
    }

    [Fact]
    public async Task Reader_loses_only_the_process_that_vanished_or_cannot_be_read()
    {
        using var reader = _proc.Open();
        _proc.Runs(10, "web", ticks: 100);
        _proc.Runs(11, "gone", ticks: 100);
        _proc.Runs(12, "torn", ticks: 100);
        await ReadAsync(reader);
        Advance();
        _proc.Runs(10, "web", ticks: 200);
        _proc.IsUnreadable(11);
        File.WriteAllText(_proc.At("12/stat"), "12 (torn");

        Assert.Equal(["web"], Names(await ReadAsync(reader)));
    }

    [Fact]
    public async Task Reader_passes_over_the_kernels_threads_and_what_has_ended()
    {
        using var reader = _proc.Open();
        _proc.Runs(10, "web", ticks: 100);
        _proc.HasNoMemory(2, "kthreadd");
        await ReadAsync(reader);
        Advance();

        Assert.Equal(["web"], Names(await ReadAsync(reader)));
    }

    [Theory]
    [InlineData("a) S (b", "a) S (b", "x")]
    [InlineData("two\nlines\u001b[31m", "two?lines?[31m", "x")]
    [InlineData("launchstack-sil", "launchstack-silo", "/opt/launchstack-silo\0--urls\0x")]
    [InlineData("backup-every-ni", "backup-every-night.py", "/usr/bin/python3\0/opt/backup-every-night.py")]
    [InlineData("postgres-worker", "postgres-worker", "postgres: writer")]
    public async Task Reader_tells_a_programs_whole_name(string kept, string expected, string commandLine)
    {
        var reading = await ReadingAsync(
            () => _proc.Runs(10, kept, ticks: 1, commandLine: commandLine), () => _proc.Runs(10, kept, ticks: 2, commandLine: commandLine));

        Assert.Equal(expected, reading.Name);
    }

    [Fact]
    public async Task Reader_fails_when_no_process_can_be_read()
    {
        using var reader = _proc.Open();

        var failure = await Assert.ThrowsAsync<FailureException>(() => ReadAsync(reader));

        Assert.EndsWith("tells no process's CPU and memory", failure.Message, StringComparison.Ordinal);
    }

    private static string[] Names(IReadOnlyList<ContainerReading> readings) => [.. readings.Select(reading => reading.Name)];

    private Task<IReadOnlyList<ContainerReading>> ReadAsync(ProcessReader reader) => _proc.ReadAsync(reader);

    private void Advance() => _proc.Time.Advance(TimeSpan.FromSeconds(10));

    private async Task<ContainerReading> ReadingAsync(Action before, Action after)
    {
        using var reader = _proc.Open();
        before();
        Assert.Empty(await ReadAsync(reader));
        Advance();
        after();
        return Assert.Single(await ReadAsync(reader));
    }
}
