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
    public async Task A_database_without_that_cluster_is_told_in_one_line()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });

        var result = await Command.RunAsync("instances", "--database", database.ConnectionString, "--cluster-id", "another");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cluster \"another\"", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }
}
