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
