using System.Text.Json.Nodes;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class DatabaseTests
{
    [Fact]
    public async Task A_cluster_is_found_through_its_database()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });
        string[] connection = ["--database", database.ConnectionString, "--cluster-id", silo.ClusterId, "--service-id", silo.ClusterId];
        var instance = Guid.NewGuid();
        using var file = new InputFile("", Lines.Json(instance, 0));

        var pushed = await Command.RunAsync(["push", file.Path, "--durable", .. connection]);
        var recent = await Command.RunAsync(["recent", $"{instance}", "--json", .. connection]);

        Assert.Equal((0, "1 line: accepted 1, durable 1, duplicates 0, rejected 0\n"), (pushed.ExitCode, pushed.Output));
        Assert.Contains(Lines.Time(0), recent.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_is_found_whole_in_the_database_that_led_to_the_cluster()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });
        string[] load =
        [
            "load", "--instances", "20", "--rate", "20000", "--batch", "10", "--duration", "500ms", "--network", "cumulative", "--verify", "--json",
            "--database", database.ConnectionString, "--cluster-id", silo.ClusterId, "--service-id", silo.ClusterId,
        ];

        var result = await Command.RunAsync(load);

        Assert.True(result.ExitCode == 0, result.Error);
        var summary = JsonNode.Parse(result.Output)!;
        Assert.Equal((10_000, 10_000), ((int)summary["durable"]!, (int)summary["verified"]!["rows"]!));
        Assert.Equal(1, (await Command.RunAsync([.. load, "--start", $"{summary["start"]}", "--sent", "10010"])).ExitCode);
    }

    [Fact]
    public async Task A_database_without_that_cluster_is_told_in_one_line()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });

        var result = await Command.RunAsync("instances", "--database", database.ConnectionString, "--cluster-id", "another");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cluster \"another\"", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }
}
