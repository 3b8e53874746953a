using System.Text.Json;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class WatchTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task An_instance_is_a_JSON_line_a_look_with_rates_out_of_its_newest_samples()
    {
        var instance = await PushAsync(silo.Connection);
        await silo.RunAsync("instances", "rename", $"{instance}", "web-watched");

        var result = await silo.RunAsync("watch", $"{instance}", "--json", "--interval", "1s", "--count", "2");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var lines = result.Output.Trim().Split('\n');
        Assert.Equal(2, lines.Length);
        using var frame = JsonDocument.Parse(lines[1]);
        Assert.Equal(
            ["time", "instance_id", "name", "timestamp", "cpu_usage", "memory_usage", "memory_limit", "memory_share", "network_in_per_s", "network_out_per_s"],
            frame.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("web-watched", frame.RootElement.GetProperty("name").GetString());
        Assert.Equal(
            (50, 25, 104_857.6, 51.2),
            (Number("cpu_usage"), Number("memory_share"), Number("network_in_per_s"), Number("network_out_per_s")));

        double Number(string name) => frame.RootElement.GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task Without_an_instance_the_busiest_are_shown_with_how_many_there_are()
    {
        var instance = await PushAsync(silo.Connection);

        var json = await silo.RunAsync("watch", "--json", "--count", "1", "--limit", "100");
        var plain = await silo.RunAsync("watch", "--count", "1", "--limit", "100");

        using var frame = JsonDocument.Parse(json.Output);
        Assert.Equal(["time", "instances", "samples_per_s", "items"], frame.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(frame.RootElement.GetProperty("instances").GetInt32() * 2 / 300.0, frame.RootElement.GetProperty("samples_per_s").GetDouble(), 6);
        var row = Assert.Single(frame.RootElement.GetProperty("items").EnumerateArray(), item => item.GetProperty("instance_id").GetGuid() == instance);
        Assert.Equal((50, 50), (row.GetProperty("cpu_usage").GetDouble(), row.GetProperty("avg_cpu").GetDouble()));
        Assert.Contains($"  {instance}  CPU 50.00 % (avg 50.00 %), memory 256.0 MB, in 6.8 KB/s, out 3 B/s", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_exit_code_0()
    {
        var instance = await PushAsync(silo.Connection);
        await using var watch = CommandProcess.Start(["watch", $"{instance}", .. silo.Connection]);

        await watch.WaitForLineAsync("CPU 50.00 %");
        await watch.SignalAsync(UnixSignal.Interrupt);

        Assert.Equal(0, await watch.WaitForExitAsync());
        Assert.Empty(watch.Error);
    }

    [Fact]
    public async Task A_restart_of_the_silo_is_told_and_outlived()
    {
        var folder = Directory.CreateTempSubdirectory("launchstack-watch-").FullName;
        await using var first = await SiloProcess.StartAsync(folder: folder);
        string[] connection = ["--gateway", $"localhost:{first.GatewayPort}", "--cluster-id", first.ClusterId, "--service-id", first.ClusterId];
        var instance = await PushAsync(connection);
        await using var watch = CommandProcess.Start(["watch", $"{instance}", "--json", "--interval", "1s", .. connection]);

        await watch.WaitForLineAsync($"{instance}");
        await first.Process.SignalAsync(UnixSignal.Kill);
        await first.Process.WaitForExitAsync();
        await watch.WaitForLineAsync("the service does not answer and is asked again: ");
        var before = watch.Output.Count;
        await using var second = await SiloProcess.StartAsync(
            new Dictionary<string, string?>
            {
                ["Cluster__GatewayPort"] = $"{first.GatewayPort}",
                ["Cluster__ClusterId"] = first.ClusterId,
                ["Cluster__ServiceId"] = first.ClusterId,
            },
            folder);

        await watch.WaitForLineAsync("the service answers again");
        await Deadline.UntilAsync(() => watch.Output.Count > before, "it goes on");
        await watch.SignalAsync(UnixSignal.Interrupt);
        Assert.Equal(0, await watch.WaitForExitAsync());
        await second.TerminateAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Two samples of one instance, 10 seconds apart, of just now.</summary>
    private static async Task<Guid> PushAsync(string[] connection)
    {
        var instance = Guid.NewGuid();
        using var file = new InputFile("", new[] { -12, -2 }.Select(second => Lines.Json(instance, 0).Replace(Lines.Time(0), Rfc3339.Format(Now.AddSeconds(second)), StringComparison.Ordinal)));
        var pushed = await Command.RunAsync(["push", file.Path, "--durable", .. connection]);
        Assert.Equal((0, ""), (pushed.ExitCode, pushed.Error));
        return instance;
    }
}
