using System.Text.Json;
using LaunchStack.Metrics.Cli.Tests.Support;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class FleetQueryTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    // The range of one test's own, so that the instances of the others are not in it.
    private static string[] Within(int first, int end) => ["--from", Lines.Time(first), "--to", Lines.Time(end)];

    [Fact]
    public async Task Top_shows_the_busiest_first_with_their_names_and_bars()
    {
        var (lazy, busy) = (await PushAsync(100, cpu: 10), await PushAsync(100, cpu: 90));
        await silo.RunAsync("instances", "rename", $"{busy}", "web-busy");

        var table = await silo.RunAsync(["top", .. Within(100, 200)]);
        var json = await silo.RunAsync(["top", .. Within(100, 200), "--by", "memory-share", "--limit", "1", "--json"]);
        var csv = await silo.RunAsync(["top", .. Within(100, 200), "--csv"]);

        var rows = table.Output.Split('\n').Where(row => row.StartsWith('│')).ToArray();
        Assert.Contains($"│ {busy} │ web-busy │ ████████████████████ │       90.00", rows[1], StringComparison.Ordinal);
        Assert.Contains($"│ {lazy} │          │ ██▎", rows[2], StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(json.Output);
        Assert.Equal(["by", "from", "to", "items"], answer.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("memory_share", answer.RootElement.GetProperty("by").GetString());
        Assert.Equal(25, Assert.Single(answer.RootElement.GetProperty("items").EnumerateArray()).GetProperty("memory_share").GetDouble());
        Assert.StartsWith("instance_id,name,sample_count,avg_cpu,min_cpu,max_cpu,", csv.Output, StringComparison.Ordinal);
        Assert.StartsWith($"{busy},web-busy,2,90,90,90,", csv.Output.ReplaceLineEndings("\n").Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Totals_are_of_a_range_as_one_with_percentiles_where_they_are_wanted()
    {
        var instance = await PushAsync(300, cpu: 50);

        var json = await silo.RunAsync(["totals", $"{instance}", "--json", "--percentiles"]);
        var table = await silo.RunAsync(["totals", $"{instance}", .. Within(300, 301)]);
        var with = await silo.RunAsync(["totals", $"{instance}", "--last", "3h", "--percentiles"]);

        var csv = await silo.RunAsync(["totals", $"{instance}", .. Within(300, 302), "--percentiles", "--csv"]);

        Assert.Equal(
            [
                "from,to,sample_count,avg_cpu,min_cpu,max_cpu,avg_memory,min_memory,max_memory,max_memory_limit,memory_share,total_network_in,total_network_out,cpu_p50,cpu_p95,cpu_p99,memory_p50,memory_p95,memory_p99",
                $"{Lines.Time(300)},{Lines.Time(302)},2,50,50,50,268435456,268435456,268435456,1073741824,25,2097152,1024,50,50,50,268435456,268435456,268435456",
                "",
            ],
            csv.Output.ReplaceLineEndings("\n").Split('\n'));
        using var totals = JsonDocument.Parse(json.Output);
        Assert.Equal((2, 2_097_152), (totals.RootElement.GetProperty("sample_count").GetInt32(), totals.RootElement.GetProperty("total_network_in").GetInt32()));
        Assert.Equal(50, totals.RootElement.GetProperty("cpu").GetProperty("p95").GetDouble());
        Assert.StartsWith($"1 samples from {Lines.Time(300)} to {Lines.Time(301)}", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("P95", table.Output, StringComparison.Ordinal);
        Assert.Contains("│ CPU (% of a core) │    50.00 │    50.00 │    50.00 │    50.00 │", with.Output, StringComparison.Ordinal);
        Assert.Contains("Memory limit: 1.0 GB, of which 25.00 % on average", with.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Latest_shows_the_newest_sample_of_every_instance_or_of_some()
    {
        var (one, other) = (await PushAsync(400, cpu: 10), await PushAsync(400, cpu: 90));
        await silo.RunAsync("instances", "rename", $"{one}", "web-latest");

        var table = await silo.RunAsync("latest");
        var some = await silo.RunAsync("latest", $"{one}", "--csv");
        var json = await silo.RunAsync("latest", $"{other}", $"{one}", "--json");

        Assert.Contains($"│ {one} │ web-latest │ {Lines.Time(401)} │             10.00 │ 256.0 MB │     25.00 │", table.Output, StringComparison.Ordinal);
        Assert.Contains($"│ {other} │", table.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["instance_id,name,timestamp,cpu_usage,memory_usage,memory_limit,memory_share,network_in,network_out", $"{one},web-latest,{Lines.Time(401)},10,268435456,1073741824,25,1048576,512", ""],
            some.Output.ReplaceLineEndings("\n").Split('\n'));
        using var page = JsonDocument.Parse(json.Output);
        Assert.Equal(new[] { one, other }.Order(), page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("instance_id").GetGuid()));
    }

    [Fact]
    public async Task Latest_leaves_out_what_has_no_samples()
    {
        var created = await silo.RunAsync("instances", "create", "--json");
        using var instance = JsonDocument.Parse(created.Output);

        var latest = await silo.RunAsync("latest", instance.RootElement.GetProperty("id").GetString()!, "--json");

        Assert.Equal((0, """{"items":[],"next":null}"""), (latest.ExitCode, latest.Output.Trim()));
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("totals")]
    [InlineData("export")]
    [InlineData("watch")]
    public async Task An_unknown_instance_is_told_in_one_line_and_exits_1(string command)
    {
        var instance = Guid.NewGuid();

        var result = await silo.RunAsync(command, $"{instance}");

        Assert.Equal((1, "", $"launchstack: unknown instance {instance}"), (result.ExitCode, result.Output, Assert.Single(result.ErrorLines)));
    }

    [Fact]
    public async Task A_range_that_the_service_refuses_exits_2()
    {
        var result = await silo.RunAsync("top", "--from", Lines.Time(10), "--to", Lines.Time(0));

        Assert.Equal((2, "launchstack: from must be before to"), (result.ExitCode, Assert.Single(result.ErrorLines)));
    }

    private async Task<Guid> PushAsync(int second, double cpu)
    {
        var instance = Guid.NewGuid();
        using var file = new InputFile("", Enumerable.Range(second, 2).Select(time => Lines.Json(instance, time).Replace("\"cpu_usage\":50", $"\"cpu_usage\":{cpu}", StringComparison.Ordinal)));
        var pushed = await silo.RunAsync("push", file.Path, "--durable");
        Assert.Equal((0, ""), (pushed.ExitCode, pushed.Error));
        return instance;
    }
}
