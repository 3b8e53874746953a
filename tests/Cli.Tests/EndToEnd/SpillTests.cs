using System.Text.Json;
using LaunchStack.Metrics.Cli.Tests.Collect.Cgroup;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class SpillTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task Readings_of_an_agent_that_was_killed_without_a_cluster_are_stored_once_by_the_next()
    {
        using var tree = new CapturedTree("cgroup-v2");
        var folder = Directory.CreateTempSubdirectory("launchstack-spill-").FullName;
        string[] collect = ["collect", "--source", "cgroup", "--cgroup-root", tree.CgroupRoot, "--spill", folder, "--json"];
        string[] spilled;
        await using (var agent = CommandProcess.Start([.. collect, "--interval", "1s", "--gateway", $"localhost:{FreePorts.Next()}"]))
        {
            await Deadline.UntilAsync(() => agent.Error.Count(line => line.Contains(" accepted", StringComparison.Ordinal)) >= 2, "two rounds are spilled");
            await agent.SignalAsync(UnixSignal.Kill);
            await agent.WaitForExitAsync();
            spilled = [.. agent.Output];
        }

        var next = await silo.RunAsync([.. collect, "--once"]);

        Assert.True(next.ExitCode == 0, next.Error);
        Assert.Empty(Directory.GetFiles(folder, "*.spill"));
        var readings = spilled.Concat(next.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(Read).ToList();
        foreach (var instance in readings.GroupBy(reading => reading.InstanceId))
        {
            var stored = await silo.RunAsync("recent", $"{instance.Key}", "--json", "--limit", "100");
            using var json = JsonDocument.Parse(stored.Output);
            Assert.Equal(
                instance.Select(reading => reading.Timestamp).Order(),
                json.RootElement.GetProperty("items").EnumerateArray().Select(sample => sample.GetProperty("timestamp").GetDateTimeOffset()).Order());
        }

        Directory.Delete(folder, recursive: true);
    }

    private static (Guid InstanceId, DateTimeOffset Timestamp) Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        return (json.RootElement.GetProperty("instance_id").GetGuid(), json.RootElement.GetProperty("timestamp").GetDateTimeOffset());
    }
}
