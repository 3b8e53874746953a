using System.Text.Json;
using LaunchStack.Metrics.Cli.Tests.Support;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class PushTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task Good_lines_are_kept_and_wrong_ones_reported_by_number_field_and_reason()
    {
        var instance = Guid.NewGuid();
        using var file = new InputFile(
            ".ndjson",
            Lines.Json(instance, 0),
            "not json",
            Lines.Json(instance, 1).Replace("\"cpu_usage\":50", "\"cpu_usage\":-1", StringComparison.Ordinal),
            Lines.Json(instance, 2, ",\"disk_usage\":1"),
            Lines.Json(instance, 3).Replace(Lines.Time(3), "1999-01-01T00:00:00Z", StringComparison.Ordinal),
            Lines.Json(instance, 4));

        var result = await silo.RunAsync("push", file.Path, "--durable");

        Assert.Equal((1, "6 lines: accepted 2, durable 2, duplicates 0, rejected 4\n"), (result.ExitCode, result.Output));
        Assert.Collection(
            result.ErrorLines,
            line => Assert.StartsWith("line 2: line is not valid JSON", line, StringComparison.Ordinal),
            line => Assert.StartsWith("line 3: cpu_usage must be", line, StringComparison.Ordinal),
            line => Assert.StartsWith("line 4: disk_usage is not a field", line, StringComparison.Ordinal),
            line => Assert.StartsWith("line 5: timestamp must not be older", line, StringComparison.Ordinal));
        Assert.Equal([Lines.Time(4), Lines.Time(0)], await TimesAsync(instance));
    }

    [Fact]
    public async Task A_file_without_a_wrong_line_exits_0_and_again_finds_only_duplicates()
    {
        var instance = Guid.NewGuid();
        using var file = new InputFile(".csv", ["instance_id,timestamp,cpu_usage,memory_usage", .. Enumerable.Range(0, 2_500).Select(second => Lines.Csv(instance, second))]);

        var first = await silo.RunAsync("push", file.Path, "--durable");
        var second = await silo.RunAsync("push", file.Path, "--json");

        Assert.Equal((0, "2500 lines: accepted 2500, durable 2500, duplicates 0, rejected 0\n"), (first.ExitCode, first.Output));
        Assert.Equal((0, """{"rejected":[],"lines":2500,"accepted":2500,"durable":0,"duplicates":0}"""), (second.ExitCode, Settled(second.Output, 2_500)));
    }

    [Fact]
    public async Task Json_lists_all_rejected_lines()
    {
        using var file = new InputFile("", Enumerable.Range(0, 30).Select(_ => "nonsense"));

        var result = await silo.RunAsync("push", file.Path, "--json");

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal((1, 30), (result.ExitCode, json.RootElement.GetProperty("rejected").GetArrayLength()));
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Standard_input_is_read_and_cumulative_counters_become_bytes()
    {
        var instance = Guid.NewGuid();
        await using var process = CommandProcess.Start(
            ["push", "--format", "csv", "--instance", $"{instance}", "--network", "cumulative", "--source", "eth0", "--started-at", Lines.Time(0), "--durable", .. silo.Connection]);
        await process.WriteAsync($"timestamp,network_in,network_out\n{Lines.Time(1)},100,10\n{Lines.Time(2)},150,10\n{Lines.Time(3)},50,7\n");
        process.CloseInput();

        Assert.Equal(0, await process.WaitForExitAsync());

        Assert.Equal("3 lines: accepted 3, durable 3, duplicates 0, rejected 0", Assert.Single(process.Output));
        var recent = await silo.RunAsync("recent", $"{instance}", "--json");
        using var json = JsonDocument.Parse(recent.Output);
        Assert.Equal([(50, 7), (50, 0), (0, 0)], json.RootElement.GetProperty("items").EnumerateArray()
            .Select(sample => (sample.GetProperty("network_in").GetInt32(), sample.GetProperty("network_out").GetInt32())));
    }

    [Fact]
    public async Task A_wrong_header_exits_2_and_pushes_nothing()
    {
        using var file = new InputFile(".csv", "instance_id,timestamp,memory", "x,y,z");

        var result = await silo.RunAsync("push", file.Path);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("launchstack: unknown column \"memory\"", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".ndjson")]
    [InlineData(".ndjson", "", " ")]
    [InlineData(".csv")]
    [InlineData(".csv", "instance_id,timestamp")]
    public async Task Nothing_to_push_is_a_failure_and_has_no_summary(string extension, params string[] lines)
    {
        using var file = new InputFile(extension, lines);

        var text = await silo.RunAsync("push", file.Path);
        var json = await silo.RunAsync("push", file.Path, "--json");

        Assert.Equal((1, "", "launchstack: nothing to push\n"), (text.ExitCode, text.Output, text.Error));
        Assert.Equal((1, "", "launchstack: nothing to push\n"), (json.ExitCode, json.Output, json.Error));
    }

    [Fact]
    public async Task Nothing_on_standard_input_is_a_failure_too()
    {
        await using var process = CommandProcess.Start(["push", .. silo.Connection]);
        process.CloseInput();

        Assert.Equal(1, await process.WaitForExitAsync());

        Assert.Empty(process.Output);
    }

    // A sample that is stored already and not in the tail counts as accepted until its commit finds it.
    private static string Settled(string output, int lines)
    {
        using var json = JsonDocument.Parse(output);
        var (accepted, duplicates) = (json.RootElement.GetProperty("accepted").GetInt32(), json.RootElement.GetProperty("duplicates").GetInt32());
        Assert.Equal(lines, accepted + duplicates);
        return output.Trim().Replace($"\"accepted\":{accepted}", $"\"accepted\":{lines}", StringComparison.Ordinal)
            .Replace($"\"duplicates\":{duplicates}", "\"duplicates\":0", StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string?>> TimesAsync(Guid instance)
    {
        var recent = await silo.RunAsync("recent", $"{instance}", "--json");
        using var json = JsonDocument.Parse(recent.Output);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(sample => sample.GetProperty("timestamp").GetString())];
    }
}
