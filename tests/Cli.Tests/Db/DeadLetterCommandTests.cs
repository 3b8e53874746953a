using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Cli.Tests.Db;

public sealed class DeadLetterCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("launchstack-letters-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Database => $"sqlite:{FilePath}";

    private string FilePath => Path.Combine(_folder, "launchstack.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_an_operators_rule_refuses_is_listed_stays_while_the_rule_does_and_is_stored_after_it()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });
        await ExecuteAsync(database, "ALTER TABLE resource_usage ADD CONSTRAINT operators CHECK (cpu_usage <> 13)");
        var id = Guid.NewGuid();
        var now = TimeProvider.System.GetUtcNow();
        var push = await silo.Http.PostAsJsonAsync(
            $"instances/{id}/samples?ack=durable",
            Enumerable.Range(10, 6).Select(cpu => new { timestamp = now.AddSeconds(cpu - 60), cpu_usage = cpu, memory_usage = 1, memory_limit = 2 }),
            Cancel);
        var receipt = JsonNode.Parse(await push.Content.ReadAsStringAsync(Cancel))!;
        Assert.Equal((5, 3), ((int)receipt["durable"]!, (int)Assert.Single(receipt["rejected"]!.AsArray())!["index"]!));
        string[] at = ["--database", database.ConnectionString];

        var letter = Assert.Single(JsonNode.Parse((await Command.RunAsync(["db", "deadletter", "list", "--json", .. at])).Output)!["items"]!.AsArray())!;
        Assert.Equal(($"{id}", 13.0), ((string?)letter["instance_id"], (double)letter["cpu_usage"]!));
        Assert.Contains("operators", (string?)letter["reason"], StringComparison.Ordinal);
        var listed = await Command.RunAsync(["db", "deadletter", "list", .. at]);
        Assert.Equal((0, "1 of 1 dead letters"), (listed.ExitCode, Assert.Single(listed.ErrorLines)));
        Assert.Contains($"{id}", listed.Output, StringComparison.Ordinal);

        var refused = await Command.RunAsync(["db", "deadletter", "retry", $"{letter["key"]}", .. at]);
        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith("0 stored, 0 stored before, 1 not stored\n", refused.Output, StringComparison.Ordinal);
        await ExecuteAsync(database, "ALTER TABLE resource_usage DROP CONSTRAINT operators");
        var stored = await Command.RunAsync(["db", "deadletter", "retry", "--all", "--json", .. at]);
        Assert.Equal((0, """{"stored":1,"duplicates":0,"failed":[]}""" + "\n"), (stored.ExitCode, stored.Output));
        Assert.Equal("no dead letters", Assert.Single((await Command.RunAsync(["db", "deadletter", "list", .. at])).ErrorLines));
        var answer = JsonNode.Parse(await silo.Http.GetStringAsync($"instances/{id}/samples", Cancel))!;
        Assert.Equal([15, 14, 13, 12, 11, 10], answer["items"]!.AsArray().Select(sample => (int)sample!["cpu_usage"]!));
    }

    [Fact]
    public async Task Letters_are_listed_by_pages_and_go_only_when_they_are_named()
    {
        var id = Guid.NewGuid();
        await BuryAsync(id, 3);
        var first = JsonNode.Parse((await RunAsync("list", "--limit", "2", "--json")).Output)!;
        Assert.Equal((2, "2"), (first["items"]!.AsArray().Count, (string?)first["next"]));
        var second = JsonNode.Parse((await RunAsync("list", "--limit", "2", "--after", "2", "--instance", $"{id}", "--json")).Output)!;
        Assert.Equal((3, null), ((long)Assert.Single(second["items"]!.AsArray())!["key"]!, (string?)second["next"]));
        Assert.Equal("no dead letters", Assert.Single((await RunAsync("list", "--instance", $"{Guid.NewGuid()}")).ErrorLines));

        var unknown = await RunAsync("retry", "1", "7", "--json");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Equal(
            ["unknown_instance", "not_found"], JsonNode.Parse(unknown.Output)!["failed"]!.AsArray().Select(failure => (string?)failure!["outcome"]));

        Assert.Equal((0, "1 dropped\n"), Of(await RunAsync("drop", "2", "--yes")));
        Assert.Equal((1, "1 dropped\n"), Of(await RunAsync("drop", "1", "2", "--yes")));
        Assert.Equal((0, """{"dropped":0}""" + "\n"), Of(await RunAsync("drop", "--before", "2020-01-01T00:00:00Z", "--yes", "--json")));
        Assert.Equal((0, "1 dropped\n"), Of(await RunAsync("drop", "--all", "--yes")));
        Assert.Equal((0, "0 stored, 0 stored before, 0 not stored\n"), Of(await RunAsync("retry", "--all")));
    }

    [Theory]
    [InlineData("which letters?", "drop", "--yes")]
    [InlineData("which letters?", "retry", "1", "--all")]
    [InlineData("KEY: \"x\" must be the key of a dead letter", "retry", "x")]
    [InlineData("--after: \"-1\" must be the key of a dead letter", "list", "--after", "-1")]
    [InlineData("db deadletter drop needs --yes", "drop", "--all")]
    public async Task Wrong_use_is_told_and_exits_2_with_nothing_done(string expected, params string[] arguments)
    {
        await BuryAsync(Guid.NewGuid(), 1);
        await using var process = CommandProcess.Start(["db", "deadletter", .. arguments, "--database", Database]);
        process.CloseInput();
        Assert.Equal(2, await process.WaitForExitAsync());
        Assert.StartsWith($"launchstack: {expected}", process.Error.First(), StringComparison.Ordinal);
        Assert.Equal("1 of 1 dead letters", Assert.Single((await RunAsync("list")).ErrorLines));
    }

    [Fact]
    public async Task A_files_letters_are_listed_beside_its_silo_and_changed_without_it()
    {
        await using var silo = await SiloProcess.StartAsync();
        string[] at = ["--database", $"sqlite:{Path.Combine(silo.Folder, "data", "launchstack.db")}"];
        var listed = await Command.RunAsync(["db", "deadletter", "list", .. at]);
        Assert.Equal((0, "no dead letters"), (listed.ExitCode, Assert.Single(listed.ErrorLines)));
        foreach (var command in (string[][])[["retry", "--all"], ["drop", "--all", "--yes"]])
        {
            var used = await Command.RunAsync(["db", "deadletter", .. command, .. at]);
            Assert.Equal(1, used.ExitCode);
            Assert.Contains("is in use by another process: stop that one", Assert.Single(used.ErrorLines), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_and_not_made()
    {
        foreach (var command in (string[][])[["list"], ["retry", "--all"], ["drop", "--all", "--yes"]])
        {
            var result = await RunAsync(command);
            Assert.Equal((1, $"launchstack: there is no file {FilePath}"), (result.ExitCode, Assert.Single(result.ErrorLines)));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    private static (int ExitCode, string Output) Of(CommandResult result) => (result.ExitCode, result.Output);

    private Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(["db", "deadletter", .. arguments, "--database", Database]);

    private async Task BuryAsync(Guid instanceId, int letters)
    {
        await using var store = StoreFactory.Sqlite(FilePath, TimeProvider.System, NullLogger.Instance).Samples;
        await store.OpenAsync(applySchema: true, Cancel);
        var now = TimeProvider.System.GetUtcNow();
        await store.BuryAsync(
            [
                .. Enumerable.Range(0, letters).Select(second => new RefusedSample(
                    new AppendSample(instanceId, new PendingSample(new Sample(now.AddSeconds(second), 1, 2, 3, 4, 5), null)), "refused by a test")),
            ],
            Cancel);
    }

    private static async Task ExecuteAsync(PostgresDatabase database, string statement)
    {
        await using var connection = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
