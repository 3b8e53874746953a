using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Cli.Tests.Db.Migrate;

public sealed class RollBackTests
{
    private const string Rows =
        "SELECT count(*) || ' ' || md5(string_agg(concat_ws(' ', id, cpu_usage, memory_usage, memory_limit, network_in, network_out), ',' ORDER BY id)) FROM resource_usage";

    [Fact]
    public async Task The_source_is_untouched_by_a_migration_and_rows_taken_since_can_be_carried_back_without_losing_a_byte()
    {
        const string Old = "SELECT md5(string_agg(u::text, ',' ORDER BY id)) FROM resource_usages AS u";
        await using var old = await OldDatabase.CreateAsync(instances: 3, 900, seed: 0.75);
        await using var target = await OldDatabase.TargetAsync();
        var before = await OldDatabase.ValueAsync(old.ConnectionString, Old);
        var migrated = await Command.RunAsync("db", "migrate", "--from", old.ConnectionString, "--to", target.ConnectionString);
        Assert.True(migrated.ExitCode == 0, migrated.Error + migrated.Output);
        Assert.Equal(before, await OldDatabase.ValueAsync(old.ConnectionString, Old));

        await OldDatabase.ExecuteAsync(target.ConnectionString, """
            INSERT INTO resource_usage
            SELECT launchstack_sample_id(i.id, at), i.id, at, 5, 6, 7, step * 11, step * 13
            FROM instances AS i, generate_series(1, 5) AS step, LATERAL (SELECT date_trunc('hour', now()) - interval '2 hours' + step * interval '1 minute' AS at) AS moment
            """);
        var stranger = Guid.NewGuid();
        await OldDatabase.ExecuteAsync(target.ConnectionString, $"""
            INSERT INTO instances (id, name) VALUES ('{stranger}', 'made since');
            INSERT INTO resource_usage SELECT launchstack_sample_id('{stranger}', at), '{stranger}', at, 5, 6, 7, 8, 9 FROM date_trunc('hour', now()) AS at
            """);
        var folder = Directory.CreateTempSubdirectory("launchstack-back-").FullName;
        var file = Path.Combine(folder, "back.csv");
        var taken = await Psql.RunAsync(target.ConnectionString, ["-c", $"""
            \copy (SELECT instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out FROM resource_usage WHERE timestamp >= now() - interval '1 day' ORDER BY instance_id, timestamp) TO '{file}' WITH (FORMAT CSV)
            """.Trim()]);
        Assert.True(taken.ExitCode == 0, string.Join('\n', taken.Lines));
        var script = Path.Combine(folder, "carry-back.sql");
        await File.WriteAllTextAsync(script, (await File.ReadAllTextAsync(RepositoryRoot.Combine("sql", "migration", "back", "carry-back.sql")))
            .Replace("FROM back.csv", $"FROM '{file}'", StringComparison.Ordinal));
        for (var time = 0; time < 2; time++)
        {
            var carried = await Psql.RunAsync(old.ConnectionString, ["-f", script]);
            Assert.True(carried.ExitCode == 0, string.Join('\n', carried.Lines));
            Assert.Contains(carried.Lines, line => line.Contains($"{stranger} |    1 |", StringComparison.Ordinal));
        }

        await using var again = await OldDatabase.TargetAsync();
        var back = await Command.RunAsync("db", "migrate", "--from", old.ConnectionString, "--to", again.ConnectionString);
        Assert.True(back.ExitCode == 0, back.Error + back.Output);
        await OldDatabase.ExecuteAsync(target.ConnectionString, $"DELETE FROM instances WHERE id = '{stranger}'");
        Assert.Equal(await OldDatabase.ValueAsync(target.ConnectionString, Rows), await OldDatabase.ValueAsync(again.ConnectionString, Rows));
        Directory.Delete(folder, recursive: true);
    }
}
