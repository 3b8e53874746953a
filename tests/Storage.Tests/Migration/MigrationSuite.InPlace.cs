using LaunchStack.Metrics.Storage.Schema.Migration;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

public abstract partial class MigrationSuite<TFixture>
{
    [Fact]
    public async Task In_one_database_the_old_table_is_renamed_when_nobody_uses_it_and_what_was_written_until_then_is_there()
    {
        var data = new LegacyData(31, Start, instances: 3);
        await using var target = await OldAndNewAsync(data);
        var source = new LegacyTable(target);
        await source.AddAsync(data.Rows(0, 3, Step));
        var options = Options(source, target) with { Rename = true };

        // Somebody writes and does not commit before the rename has been tried.
        await using var writer = new NpgsqlConnection($"{target.ConnectionString};Pooling=false");
        await writer.OpenAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(
            "INSERT INTO resource_usages (instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out) VALUES ($1, $2, 1, 2, 3, 400000000, 5)", writer))
        {
            insert.Parameters.AddWithValue(data.Instances[0]);
            insert.Parameters.AddWithValue(Start.AddHours(4).UtcDateTime);
            await insert.ExecuteNonQueryAsync();
        }

        var progress = new MigrationProgress();
        var migrating = Migrator.RunAsync(options, _ => { }, progress, TimeProvider.System, null, Cancel);
        await Deadline.UntilAsync(() => migrating.IsCompleted || progress.Stage.StartsWith("renames", StringComparison.Ordinal), "it renames");
        await transaction.CommitAsync();
        var report = await migrating;

        source.Name = "resource_usages_migrated";
        Assert.Equal("public.resource_usages_migrated", report.RenamedTo);
        AssertSame(ExpectedOf(await source.RowsAsync(), data), await RowsAsync(target));
        Assert.Equal(0L, (await target.QueryAsync("SELECT count(*) FROM pg_class WHERE relname = 'resource_usages'"))[0][0]);
        Assert.Equal(1L, (await target.QueryAsync("SELECT count(*) FROM resource_usage WHERE timestamp = $1", Start.AddHours(4).UtcDateTime))[0][0]);
    }

    [Fact]
    public async Task What_others_have_built_around_the_old_table_is_named_before_anything_is_done_and_keeps_it_from_being_renamed()
    {
        var data = new LegacyData(32, Start, instances: 2);
        await using var target = await OldAndNewAsync(data);
        var source = new LegacyTable(target);
        await source.AddAsync(data.Rows(0, 1, Step));
        await target.ExecuteAsync("""
            CREATE VIEW billing AS SELECT instance_id, sum(network_out) FROM resource_usages GROUP BY 1;
            ALTER TABLE resource_usages ADD COLUMN region TEXT;
            CREATE TABLE notes (usage UUID REFERENCES resource_usages);
            CREATE FUNCTION told() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER teller AFTER INSERT ON resource_usages EXECUTE FUNCTION told();
            """);
        var options = Options(source, target) with { Rename = true };

        var plan = await Migrator.PlanAsync(options, new MigrationProgress(), TimeProvider.System, Cancel);
        foreach (var expected in (string[])["view billing", "columns that stay behind: region", "foreign key notes_usage_fkey on notes", "trigger teller"])
        {
            Assert.Contains(plan.Notes, note => note.Contains(expected, StringComparison.Ordinal));
        }

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(options));
        Assert.StartsWith("--rename: foreign key notes_usage_fkey on notes, trigger teller, view billing would stay", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await RowsAsync(target));

        Assert.NotNull((await MigrateAsync(options with { RenameAnyway = true })).RenamedTo);
        AssertSame(ExpectedOf(await new LegacyTable(target) { Name = "resource_usages_migrated" }.RowsAsync(), data), await RowsAsync(target));
    }

    [Fact]
    public async Task A_migration_that_was_stopped_right_after_the_rename_is_ended_by_the_same_command()
    {
        var data = new LegacyData(33, Start, instances: 2);
        await using var target = await OldAndNewAsync(data);
        var source = new LegacyTable(target);
        await source.AddAsync(data.Rows(0, 1, Step));
        var options = Options(source, target) with { Rename = true };
        await MigrateAsync(options with { Rename = false });
        await source.AddAsync(data.Rows(1, 2, Step));
        await target.ExecuteAsync("ALTER TABLE resource_usages RENAME TO resource_usages_migrated");

        for (var run = 0; run < 2; run++)
        {
            Assert.Equal("public.resource_usages_migrated", (await MigrateAsync(options)).RenamedTo);
            AssertSame(ExpectedOf(await new LegacyTable(target) { Name = "resource_usages_migrated" }.RowsAsync(), data), await RowsAsync(target));
        }
    }

    [Fact]
    public async Task A_table_that_looks_renamed_and_of_which_no_migration_knows_is_not_taken_for_the_one_that_was_named()
    {
        await using var target = await OldAndNewAsync(new LegacyData(34, Start, instances: 1));
        var options = Options(new LegacyTable(target), target) with { Rename = true };
        foreach (var rename in (string[])["ALTER TABLE resource_usages RENAME TO resource_usages_migrated", "DROP TABLE resource_usages_migrated"])
        {
            await target.ExecuteAsync(rename);
            var refusal = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(options));
            Assert.Equal("--table: the source has no table resource_usages", refusal.Message);
        }
    }

    [Fact]
    public async Task A_table_that_could_not_be_renamed_is_refused_before_anything_is_copied()
    {
        var data = new LegacyData(35, Start, instances: 2);
        await using var target = await OldAndNewAsync(data);
        var source = new LegacyTable(target);
        await source.AddAsync(data.Rows(0, 1, Step));
        var options = Options(source, target) with { Rename = true };
        var role = $"reader_{Guid.NewGuid():N}";
        await target.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'reads'; GRANT SELECT ON resource_usages, instances TO {role}; CREATE TABLE resource_usages_migrated ()");
        try
        {
            Assert.Equal(
                "--rename: the source has a resource_usages_migrated already: drop or rename it",
                (await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(options))).Message);
            await target.ExecuteAsync("DROP TABLE resource_usages_migrated");
            var reader = new NpgsqlConnectionStringBuilder(options.Source) { Username = role, Password = "reads" }.ConnectionString;
            Assert.StartsWith(
                $"--rename: the role {role} may not rename public.resource_usages: it must own the table",
                (await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(options with { Source = reader }))).Message,
                StringComparison.Ordinal);
            Assert.Empty(await RowsAsync(target));
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await target.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    /// <summary>A database of LaunchStack's with the service's schema beside its tables.</summary>
    private async Task<PostgresPlace> OldAndNewAsync(LegacyData data)
    {
        var place = await fixture.FreshPostgresAsync();
        var source = await new LegacyTable(place).CreateAsync();
        await source.AddInstancesAsync(data.Instances);
        await using var store = place.Create();
        await store.OpenAsync(applySchema: true, Cancel);
        return place;
    }
}
