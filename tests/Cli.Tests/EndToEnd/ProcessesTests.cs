using System.Diagnostics;
using System.Text.Json;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class ProcessesTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private const double Tolerance = 20;

    [Fact]
    public async Task A_busy_program_is_stored_as_one_instance_over_restarts_of_the_command_with_its_name_until_it_gets_another()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("a program is given a name of its own by a link to the shell, which needs Linux");
        }

        var folder = Directory.CreateTempSubdirectory("launchstack-busy-").FullName;
        var name = $"busy-for-a-test-{Guid.NewGuid():n}"[..24];
        var program = Path.Combine(folder, name);
        File.CreateSymbolicLink(program, "/bin/sh");
        await using var busy = ChildProcess.Start(program, ["-c", "while :; do :; done"]);
        string[] collect = ["collect", "--source", "processes", "--processes", "50", "--once", "--json"];

        var (first, lostFirst) = await WatchAsync(busy.Id, () => silo.RunAsync(collect));
        Assert.Contains(name, (await silo.RunAsync("instances", "--name", name)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await silo.RunAsync("instances", "rename", InstanceOf(first, name), "another")).ExitCode);
        var (second, lostSecond) = await WatchAsync(busy.Id, () => silo.RunAsync(collect));

        Assert.True(first.ExitCode == 0 && second.ExitCode == 0, first.Error + second.Error);
        Assert.Equal("reading the busiest programs (50), from /proc", first.ErrorLines[0]);
        var instance = InstanceOf(first, name);
        Assert.Equal(instance, InstanceOf(second, name));
        Assert.DoesNotContain(name, (await silo.RunAsync("instances", "--name", name)).Output, StringComparison.Ordinal);
        using var stored = JsonDocument.Parse((await silo.RunAsync("recent", instance, "--json")).Output);
        var samples = stored.RootElement.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(2, samples.Count);
        foreach (var (sample, lost) in samples.Zip([lostSecond, lostFirst]))
        {
            // The second that is measured is one of those that were watched.
            Assert.InRange(sample.GetProperty("cpu_usage").GetDouble(), Math.Max(1, 100 - Tolerance - (100 * lost.TotalSeconds)), 100 + Tolerance);
            Assert.InRange(sample.GetProperty("memory_usage").GetInt64(), 1, sample.GetProperty("memory_limit").GetInt64());
            Assert.Equal((0, 0), (sample.GetProperty("network_in").GetInt64(), sample.GetProperty("network_out").GetInt64()));
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What a busy process lost to others while something ran: on a machine with much to do, that is what it cannot have used.</summary>
    private static async Task<(CommandResult Result, TimeSpan Lost)> WatchAsync(int process, Func<Task<CommandResult>> run)
    {
        using var busy = Process.GetProcessById(process);
        var watch = Stopwatch.StartNew();
        var before = busy.TotalProcessorTime;
        var result = await run();
        busy.Refresh();
        return (result, watch.Elapsed - (busy.TotalProcessorTime - before));
    }

    private static string InstanceOf(CommandResult collected, string name)
    {
        var line = Assert.Single(collected.Output.Split('\n'), line => line.Contains($"\"name\":\"{name}\"", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("instance_id").GetString()!;
    }
}
