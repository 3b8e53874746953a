using System.Text.Json.Nodes;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Cli.Tests.Db;

public sealed class SetUpCommandTests
{
    [Theory]
    [InlineData(Tier.Timescale, "timescale")]
    [InlineData(Tier.TimescaleApache, "apache")]
    [InlineData(Tier.Postgres, "postgres")]
    public async Task Set_up_says_what_it_applied_and_what_is_in_force_may_be_repeated_and_keeps_what_it_was_told(Tier tier, string name)
    {
        await using var database = await PostgresDatabase.CreateAsync(tier);
        string[] arguments = ["db", "setup", "--database", database.ConnectionString, "--json"];

        var first = await Command.RunAsync([.. arguments, "--tier", name, "--raw-retention", "40d"]);
        Assert.True(first.ExitCode == 0, first.Error);
        var result = JsonNode.Parse(first.Output)!;
        Assert.Equal(name, (string?)result["tier"]);
        Assert.True((bool)result["manages_instances"]!);
        Assert.Contains("common/incremental/001-instances.sql", result["applied"]!.AsArray().Select(script => (string?)script));
        Assert.Contains("applied common/incremental/001-instances.sql", first.ErrorLines);
        Assert.Equal("40d", (string?)result["lifecycle"]!["raw_retention"]);

        var second = JsonNode.Parse((await Command.RunAsync(arguments)).Output)!;
        Assert.Empty(second["applied"]!.AsArray());
        Assert.Equal((name, "40d"), ((string?)second["tier"], (string?)second["lifecycle"]!["raw_retention"]));

        var people = await Command.RunAsync("db", "setup", "--database", database.ConnectionString);
        Assert.Contains(": the schema is up to date\n", people.Output, StringComparison.Ordinal);
        Assert.Contains("Next: launchstack db doctor", people.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--database must name the database, as in", null)]
    [InlineData("--database: scheme must be postgresql:// or postgres://", "mysql://user:hunter2@host/db")]
    [InlineData("--database: port must be a number", "postgresql://user:hunter2@host:port/db")]
    [InlineData("--database: parameter sslmod is not known", "postgresql://user:hunter2@host/db?sslmod=require")]
    [InlineData("--database: keyword \"foo\" is unknown", "Host=h;Password=hunter2;Foo=1")]
    [InlineData("--database: must not be empty", "")]
    [InlineData("--database: sqlite: must be followed by the path of a file", "sqlite:")]
    [InlineData("--tier: \"oracle\" must be auto or timescale or apache or postgres", "postgresql://host/db", "--tier", "oracle")]
    [InlineData("--tier is for PostgreSQL", "sqlite:/nonexistent/x.db", "--tier", "postgres")]
    [InlineData("--raw-retention: \"1d\" must be a number with ms, s, m, h or d, from 2d to 3650d", "postgresql://host/db", "--raw-retention", "1d")]
    public async Task Wrong_use_is_told_in_one_line_and_exits_2(string expected, string? database, params string[] more)
    {
        await using var process = CommandProcess.Start(
            ["db", "setup", .. database is null ? Array.Empty<string>() : ["--database", database], .. more], new Dictionary<string, string?> { ["DATABASE_URL"] = null });

        Assert.Equal(2, await process.WaitForExitAsync());
        Assert.Empty(process.Output);
        Assert.StartsWith($"launchstack: {expected}", process.Error.First(), StringComparison.Ordinal);
        Assert.DoesNotContain(process.Error, line => line.Contains("hunter2", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_set_up_is_told_in_one_line_and_exits_1_with_nothing_done()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        foreach (var (arguments, expected) in ((string[], string)[])
        [
            (["--database", $"postgresql://me:hunter2@127.0.0.1:{FreePorts.Next()}/db"], "check host and port"),
            (["--database", new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "hunter2" }.ConnectionString], "28P01"),
            (["--database", database.ConnectionString, "--raw-retention", "10d"], "Metrics:RawRetention is 10.00:00:00: must be at least"),
        ])
        {
            var result = await Command.RunAsync(["db", "setup", .. arguments]);
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.Contains(expected, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
        }

        await using var connection = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var tables = new NpgsqlCommand("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace", connection);
        Assert.Equal(0L, await tables.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_file_is_set_up_and_one_that_a_silo_has_open_is_refused()
    {
        await using var silo = await SiloProcess.StartAsync();
        var used = await Command.RunAsync("db", "setup", "--database", $"sqlite:{Path.Combine(silo.Folder, "data", "launchstack.db")}");
        Assert.Equal(1, used.ExitCode);
        Assert.Contains("is in use by another process", Assert.Single(used.ErrorLines), StringComparison.Ordinal);

        var free = await Command.RunAsync("db", "setup", "--database", $"sqlite:{Path.Combine(silo.Folder, "other", "new.db")}", "--json");
        Assert.Equal(0, free.ExitCode);
        Assert.Equal("sqlite", (string?)JsonNode.Parse(free.Output)!["tier"]);
    }

    [Fact]
    public async Task The_script_of_the_guide_runs_the_command_with_its_arguments_and_passes_its_exit_code_on()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var url = $"postgresql://{settings.Username}:{settings.Password}@{settings.Host}:{settings.Port}/{settings.Database}";
        foreach (var (address, code) in ((string, int)[])[(url, 0), ($"postgresql://127.0.0.1:{FreePorts.Next()}/db", 1), ("nonsense", 2)])
        {
            await using var script = CommandProcess.StartScript(RepositoryRoot.Combine("setup_db.sh"), ["--tier", "postgres", "--json"], address);
            Assert.True(await script.WaitForExitAsync() == code, script.Describe());
            Assert.Equal(code == 0 ? "postgres" : null, script.Output.Count == 0 ? null : (string?)JsonNode.Parse(script.Output.Single())!["tier"]);
        }
    }
}
