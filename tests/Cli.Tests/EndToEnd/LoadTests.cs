using System.Text.Json;
using LaunchStack.Metrics.Cli.Tests.Support;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class LoadTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task Every_planned_sample_is_accepted_and_stored_once()
    {
        var result = await silo.RunAsync("load", "--instances", "50", "--interval", "200ms", "--duration", "1s", "--durable", "--seed", "7", "--json");

        using var summary = JsonDocument.Parse(result.Output);
        Assert.Equal((0, 250, 250, 0), (result.ExitCode, Number(summary, "planned"), Number(summary, "accepted"), Number(summary, "errors")));
        var instances = await silo.RunAsync("instances", "--json");
        using var list = JsonDocument.Parse(instances.Output);
        var ids = list.RootElement.GetProperty("items").EnumerateArray().Select(instance => instance.GetProperty("id").GetString()!).ToList();
        Assert.Equal(50, ids.Count);
        using var recent = JsonDocument.Parse((await silo.RunAsync("recent", ids[0], "--json")).Output);
        Assert.Equal(5, recent.RootElement.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task The_summary_is_a_result()
    {
        var result = await silo.RunAsync("load", "--instances", "5", "--interval", "1s", "--duration", "10ms");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("accepted     5\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("latency      p50 ", result.Output, StringComparison.Ordinal);
    }

    private static int Number(JsonDocument summary, string name) => summary.RootElement.GetProperty(name).GetInt32();
}
