using System.Text.Json.Nodes;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Cli.Tests.Db;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Exit_code_lines_and_json_say_how_bad_it_is_and_strict_makes_warnings_count()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        string[] doctor = ["db", "doctor", "--database", database.ConnectionString];

        var empty = await Command.RunAsync(doctor);
        Assert.Equal(1, empty.ExitCode);
        Assert.Matches("(?m)^FAIL  schema  +the database has no schema yet  → launchstack db setup$", empty.Output);

        await Command.RunAsync("db", "setup", "--database", database.ConnectionString, "--tier", "postgres");
        var good = await Command.RunAsync([.. doctor, "--strict"]);
        Assert.True(good.ExitCode == 0, good.Output);
        Assert.All(good.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("OK    ", line, StringComparison.Ordinal));

        await ExecuteAsync(database, "DROP INDEX resource_usage_instance_id_timestamp_idx");
        Assert.Equal(0, (await Command.RunAsync(doctor)).ExitCode);
        Assert.Equal(1, (await Command.RunAsync([.. doctor, "--strict"])).ExitCode);

        var json = JsonNode.Parse((await Command.RunAsync([.. doctor, "--json"])).Output)!;
        Assert.Equal(("warn", "postgres"), ((string?)json["status"], (string?)json["tier"]));
        Assert.EndsWith($"/{new NpgsqlConnectionStringBuilder(database.ConnectionString).Database}", (string?)json["database"], StringComparison.Ordinal);
        var finding = Assert.Single(json["findings"]!.AsArray(), finding => (string?)finding!["status"] == "warn")!;
        Assert.Equal("indexes", (string?)finding["check"]);
        Assert.StartsWith("CREATE INDEX", (string?)finding["remedy"], StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty((string?)finding["message"]));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_one_line_and_exit_code_1()
    {
        var result = await Command.RunAsync("db", "doctor", "--database", $"postgresql://me:hunter2@127.0.0.1:{FreePorts.Next()}/db");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("FAIL  connection  ", Assert.Single(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_examined_beside_the_silo_that_has_it_open()
    {
        await using var silo = await SiloProcess.StartAsync();
        var result = await Command.RunAsync("db", "doctor", "--database", $"sqlite:{Path.Combine(silo.Folder, "data", "launchstack.db")}", "--strict");
        Assert.True(result.ExitCode == 0, result.Output);
    }

    private static async Task ExecuteAsync(PostgresDatabase database, string statement)
    {
        await using var connection = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
