using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class ExportTests(SiloFixture silo) : IClassFixture<SiloFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("launchstack-export-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Samples_come_oldest_first_and_only_those_of_the_range()
    {
        var instance = await PushAsync(5);

        var csv = await silo.RunAsync("export", $"{instance}", "--format", "csv", "--from", Lines.Time(1), "--to", Lines.Time(3));
        var json = await silo.RunAsync("export", $"{instance}", "--to", Lines.Time(1));

        Assert.Equal(
            ["timestamp,cpu_usage,memory_usage,memory_limit,network_in,network_out", $"{Lines.Time(1)},0.1,268435456,1073741824,1048576,512", $"{Lines.Time(2)},0.1,268435456,1073741824,1048576,512", ""],
            csv.Output.ReplaceLineEndings("\n").Split('\n'));
        Assert.Equal(
            $$"""{"timestamp":"{{Lines.Time(0)}}","cpu_usage":0.1,"memory_usage":268435456,"memory_limit":1073741824,"network_in":1048576,"network_out":512}""",
            json.Output.Trim());
        Assert.StartsWith("exported 1 samples in", Assert.Single(json.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_and_csv_are_other_words_for_formats()
    {
        var instance = await PushAsync(2);

        foreach (var (word, format) in new[] { ("--json", "ndjson"), ("--csv", "csv") })
        {
            var said = await silo.RunAsync("export", $"{instance}", word);
            Assert.Equal((0, (await silo.RunAsync("export", $"{instance}", "--format", format)).Output), (said.ExitCode, said.Output));
        }
    }

    [Fact]
    public async Task What_is_exported_gives_another_silo_the_same_rows()
    {
        var (one, other) = (await PushAsync(1_200), await PushAsync(3));
        var (csv, json) = (Path.Combine(_folder.FullName, "one.csv"), Path.Combine(_folder.FullName, "both"));
        await using var second = await SiloProcess.StartAsync();
        string[] there = ["--gateway", $"localhost:{second.GatewayPort}", "--cluster-id", second.ClusterId, "--service-id", second.ClusterId];

        var exported = await silo.RunAsync("export", $"{one}", "--output", csv);
        var pushed = await Command.RunAsync(["push", csv, "--instance", $"{one}", "--durable", .. there]);
        await silo.RunAsync("export", $"{one}", $"{other}", "--output", json);
        var both = await Command.RunAsync(["push", json, "--durable", .. there]);

        Assert.Equal((0, ""), (exported.ExitCode, exported.Output));
        Assert.Equal((0, "1200 lines: accepted 1200, durable 1200, duplicates 0, rejected 0\n"), (pushed.ExitCode, pushed.Output));
        Assert.Equal((0, "1203 lines: accepted 3, durable 3, duplicates 1200, rejected 0\n"), (both.ExitCode, both.Output));
        foreach (var instance in new[] { one, other })
        {
            string[] ask = ["recent", $"{instance}", "--limit", "10000", "--json"];
            Assert.Equal((await silo.RunAsync(ask)).Output, (await Command.RunAsync([.. ask, .. there])).Output);
        }
    }

    [Fact]
    public async Task All_is_every_instance_with_a_column_for_it()
    {
        var (one, other) = (await PushAsync(2), await PushAsync(1));

        var result = await silo.RunAsync("export", "--all", "--format", "csv", "--to", Lines.Time(60));

        var lines = result.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("instance_id,timestamp,cpu_usage,memory_usage,memory_limit,network_in,network_out", lines[0]);
        Assert.Equal(2, lines.Count(line => line.StartsWith($"{one},", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.StartsWith($"{other},", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_instance_leaves_no_file()
    {
        var known = await PushAsync(1);

        var result = await silo.RunAsync("export", $"{known}", $"{Guid.NewGuid()}", "--output", Path.Combine(_folder.FullName, "x.csv"));

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(_folder.GetFiles());
    }

    private async Task<Guid> PushAsync(int samples)
    {
        var instance = Guid.NewGuid();
        using var file = new InputFile(
            "", Enumerable.Range(0, samples).Select(second => Lines.Json(instance, second).Replace("\"cpu_usage\":50", "\"cpu_usage\":0.1", StringComparison.Ordinal)));
        var pushed = await silo.RunAsync("push", file.Path, "--durable");
        Assert.Equal((0, ""), (pushed.ExitCode, pushed.Error));
        return instance;
    }
}
