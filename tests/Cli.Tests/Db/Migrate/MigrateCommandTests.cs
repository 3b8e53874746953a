using System.Text.Json.Nodes;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Cli.Tests.Db.Migrate;

public sealed class MigrateCommandTests
{
    [Fact]
    public async Task A_plan_changes_nothing_and_a_migration_is_told_verified_and_kept_as_a_report()
    {
        await using var old = await OldDatabase.CreateAsync(instances: 3, 3000, seed: 0.25);
        await using var target = await OldDatabase.TargetAsync();
        string[] arguments = ["db", "migrate", "--from", old.ConnectionString, "--to", target.ConnectionString];

        var plan = await Command.RunAsync([.. arguments, "--dry-run"]);
        Assert.True(plan.ExitCode == 0, plan.Error);
        Assert.Contains("from         public.resource_usages in test_", plan.Output, StringComparison.Ordinal);
        Assert.Contains("of 3 instances, in ", plan.Output, StringComparison.Ordinal);
        Assert.Contains("rows are soft-deleted: left out", plan.Output, StringComparison.Ordinal);
        var planned = JsonNode.Parse((await Command.RunAsync([.. arguments, "--dry-run", "--json"])).Output)!;
        Assert.Equal(3000L, (long)planned["found"]!["rows"]!);
        Assert.Equal(DBNull.Value, await OldDatabase.ValueAsync(target.ConnectionString, "SELECT to_regclass('launchstack_migrations')::text"));

        var report = Path.Combine(Directory.CreateTempSubdirectory("launchstack-migrate-").FullName, "report.md");
        var people = await Command.RunAsync([.. arguments, "--report", report]);
        Assert.True(people.ExitCode == 0, people.Error + people.Output);
        Assert.Contains($"copied       {(long)planned["rows"]!} rows", people.Output, StringComparison.Ordinal);
        Assert.Contains("equal: ", people.Output, StringComparison.Ordinal);
        Assert.StartsWith("# Verification of public.resource_usages", await File.ReadAllTextAsync(report), StringComparison.Ordinal);

        // The service's, as far as a row can tell; and not, where the operator says that it stored none yet.
        await OldDatabase.ExecuteAsync(target.ConnectionString, """
            INSERT INTO resource_usage
            SELECT launchstack_sample_id(instance_id, at), instance_id, at, 5, 6, 7, 8, 9
            FROM (SELECT instance_id, max(timestamp) - interval '7 seconds' AS at FROM resource_usage GROUP BY 1 LIMIT 1) AS one
            """);
        Assert.Equal(0, (await Command.RunAsync([.. arguments, "--verify-only"])).ExitCode);
        Assert.Equal(1, (await Command.RunAsync([.. arguments, "--verify-only", "--service-since", "2099-01-01T00:00:00Z"])).ExitCode);

        await OldDatabase.ExecuteAsync(target.ConnectionString, "UPDATE resource_usage SET cpu_usage = cpu_usage + 1 WHERE id = (SELECT max(id::text)::uuid FROM resource_usage)");
        var wrong = await Command.RunAsync([.. arguments, "--verify-only", "--json"]);
        Assert.Equal(1, wrong.ExitCode);
        Assert.False((bool)JsonNode.Parse(wrong.Output)!["equal"]!);
        Assert.Equal(0, (await Command.RunAsync([.. arguments, "--verify-only", "--until", $"{TimeProvider.System.GetUtcNow().AddDays(-20):O}"])).ExitCode);
        var nowhere = await Command.RunAsync([.. arguments, "--report", Path.Combine(report, "below-a-file.md")]);
        Assert.Equal((1, ""), (nowhere.ExitCode, nowhere.Output));
        Assert.StartsWith("launchstack: --report: ", Assert.Single(nowhere.ErrorLines), StringComparison.Ordinal);
        var again = JsonNode.Parse((await Command.RunAsync([.. arguments, "--json", "--no-verify"])).Output)!;
        Assert.Equal((0L, true), ((long)again["migration"]!["copied_now"]!, again["verification"] is null));
        Assert.NotNull(again["plan"]!["notes"]);
    }

    [Fact]
    public async Task A_source_is_followed_until_Enter()
    {
        await using var old = await OldDatabase.CreateAsync(instances: 1, 500, seed: 0.25);
        await using var target = await OldDatabase.TargetAsync();
        await using var process = CommandProcess.Start("db", "migrate", "--from", old.ConnectionString, "--to", target.ConnectionString, "--follow");
        await process.WaitForLineAsync("press Enter to cut over");
        await Deadline.UntilAsync(async () => (long)await OldDatabase.ValueAsync(target.ConnectionString, "SELECT count(*) FROM resource_usage") > 0, "rows are copied");
        await OldDatabase.ExecuteAsync(
            old.ConnectionString, "INSERT INTO resource_usages (instance_id, timestamp, cpu_usage) SELECT md5('1')::uuid, now() - interval '1 hour', 42");

        await process.WriteAsync("\n");
        Assert.True(await process.WaitForExitAsync() == 0, process.Describe());
        Assert.Equal(1L, await OldDatabase.ValueAsync(target.ConnectionString, "SELECT count(*) FROM resource_usage WHERE cpu_usage = 42"));
    }

    [Theory]
    [InlineData("--from must name the database that has the rows", "--to", "postgresql://host/db")]
    [InlineData("--from: scheme must be postgresql:// or postgres://", "--from", "mysql://user:hunter2@host/db", "--to", "postgresql://host/db")]
    [InlineData("--from: rows are migrated from PostgreSQL", "--from", "sqlite:x.db", "--to", "postgresql://host/db")]
    [InlineData("--to: rows are migrated to PostgreSQL", "--from", "postgresql://host/db", "--to", "sqlite:x.db")]
    [InlineData("--network: \"both\" must be delta or cumulative", "--from", "postgresql://host/db", "--to", "postgresql://host/db", "--network", "both")]
    [InlineData("--batch: \"0\" must be a whole number from 100 to 5000000", "--from", "postgresql://host/db", "--batch", "0")]
    [InlineData("--since must be before --until", "--from", "postgresql://host/db", "--since", "2026-01-02T00:00:00Z", "--until", "2026-01-01T00:00:00Z")]
    [InlineData("--dry-run and --verify-only exclude each other", "--from", "postgresql://host/db", "--dry-run", "--verify-only")]
    public async Task Wrong_use_is_told_in_one_line_and_exits_2(string expected, params string[] arguments)
    {
        var result = await Command.RunAsync(["db", "migrate", .. arguments]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"launchstack: {expected}", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_migrated_is_told_in_one_line_and_exits_1()
    {
        await using var old = await OldDatabase.CreateAsync(instances: 1, 100, seed: 0.25);
        await using var target = await OldDatabase.TargetAsync();
        await using var empty = await PostgresDatabase.CreateAsync(Tier.Timescale);
        await OldDatabase.ExecuteAsync(old.ConnectionString, """
            CREATE TABLE local_times (LIKE resource_usages); ALTER TABLE local_times ALTER COLUMN timestamp TYPE TIMESTAMP;
            CREATE TABLE few (id INT); CREATE VIEW seen AS SELECT * FROM resource_usages;
            DROP ROLE IF EXISTS migrate_stranger; CREATE ROLE migrate_stranger LOGIN PASSWORD 'hunter2'
            """);
        var stranger = new NpgsqlConnectionStringBuilder(old.ConnectionString) { Username = "migrate_stranger", Password = "hunter2" }.ConnectionString;
        foreach (var (from, to, table, expected) in ((string, string, string, string)[])
        [
            ($"postgresql://me:hunter2@127.0.0.1:{FreePorts.Next()}/db", target.ConnectionString, "resource_usages", "the source: "),
            (stranger, target.ConnectionString, "resource_usages", "the source's role migrate_stranger may not read public.resource_usages: GRANT SELECT"),
            (old.ConnectionString, target.ConnectionString, "usages", "--table: the source has no table usages"),
            (old.ConnectionString, target.ConnectionString, "seen", "the source's public.seen is no table"),
            (old.ConnectionString, target.ConnectionString, "few", "the source's public.few has no column instance_id: it is no table of samples"),
            (old.ConnectionString, target.ConnectionString, "local_times", "column timestamp of the source's public.local_times is timestamp without time zone: must be timestamp with time zone"),
            (old.ConnectionString, empty.ConnectionString, "resource_usages", "the target: the schema is missing or too old"),
            (target.ConnectionString, target.ConnectionString, "resource_usage", "--from and --to name the same table"),
            (old.ConnectionString, $"postgresql://me:hunter2@127.0.0.1:{FreePorts.Next()}/db", "resource_usages", "the target: "),
        ])
        {
            var result = await Command.RunAsync("db", "migrate", "--from", from, "--to", to, "--table", table);
            Assert.True((1, "") == (result.ExitCode, result.Output), $"{table}: {result.ExitCode} {result.Output}{result.Error}");
            Assert.StartsWith($"launchstack: {expected}", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
        }

        await OldDatabase.ExecuteAsync(old.ConnectionString, "DROP ROLE migrate_stranger");
    }

    [Fact]
    public async Task A_migration_whose_source_goes_away_says_so_in_one_line_and_goes_on_when_it_is_back()
    {
        await using var old = await OldDatabase.CreateAsync(instances: 2, 3000, seed: 0.25);
        await using var target = await OldDatabase.TargetAsync();
        string[] arguments = ["db", "migrate", "--from", old.ConnectionString, "--to", target.ConnectionString, "--batch", "100"];
        var migrating = Command.RunAsync([.. arguments, "--rate-limit", "500"]);
        await Deadline.UntilAsync(
            async () => migrating.IsCompleted || (long)await OldDatabase.ValueAsync(target.ConnectionString, "SELECT count(*) FROM resource_usage") > 0, "rows are copied");
        var name = new NpgsqlConnectionStringBuilder(old.ConnectionString).Database;
        await OldDatabase.ExecuteAsync(target.ConnectionString, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await OldDatabase.ExecuteAsync(target.ConnectionString, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");

        var result = await migrating;
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("launchstack: the source: ", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(0L, await OldDatabase.ValueAsync(
            target.ConnectionString, "SELECT count(*) FROM timescaledb_information.jobs WHERE NOT scheduled AND proc_name <> 'policy_retention'"));

        await OldDatabase.ExecuteAsync(target.ConnectionString, $"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        var again = await Command.RunAsync(arguments);
        Assert.True(again.ExitCode == 0, again.Error + again.Output);
    }
}
