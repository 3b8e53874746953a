using LaunchStack.Metrics.Storage.Schema.Migration;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

public abstract partial class MigrationSuite<TFixture>
{
    [Fact]
    public async Task Rows_that_are_added_changed_or_deleted_in_time_that_was_copied_are_brought_over_and_their_neighbours_derived_again()
    {
        var data = new LegacyData(21, Start, instances: 4);
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await source.AddAsync(data.Rows(0, 6, Step));
        await MigrateAsync(Options(source, target));

        // Free space among old rows is used again, so that new rows lie there.
        await place.ExecuteAsync("DELETE FROM resource_usages WHERE deleted_at IS NOT NULL");
        await place.ExecuteAsync("VACUUM resource_usages");
        await source.AddAsync(data.Rows(1, 2, Step * 3));
        await source.AddAsync(data.Rows(5.5, 6.5, Step * 2));
        await place.ExecuteAsync("UPDATE resource_usages SET deleted_at = now() WHERE deleted_at IS NULL AND ('x' || right(id::text, 2))::bit(8)::int < 8");
        await place.ExecuteAsync("UPDATE resource_usages SET network_in = network_in + 12345, cpu_usage = 7 WHERE ('x' || right(id::text, 2))::bit(8)::int BETWEEN 8 AND 12");
        var report = await MigrateAsync(Options(source, target));

        AssertSame(ExpectedOf(await source.RowsAsync(), data), await RowsAsync(target));
        Assert.InRange(report.Late, 1, int.MaxValue);
        Assert.Equal((await RowsAsync(target)).Count, report.Copied);
        await AssertHoursAsync(target);
        Assert.Equal((0L, 0L), await MigrateAsync(Options(source, target)) is var again ? (again.Late, again.CopiedNow) : default);
    }

    [Fact]
    public async Task A_transaction_that_stays_open_has_all_rows_looked_at_again_and_none_changed()
    {
        var data = new LegacyData(23, Start, instances: 3);
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await using var open = await OpenTransactionAsync(source.Place);
        var rows = data.Rows(0, 4, Step);
        await source.AddAsync(rows);
        var options = Options(source, target) with { Since = Start.AddHours(1) };
        Assert.Equal(0L, (await MigrateAsync(options)).Late);
        await source.AddAsync(data.Rows(4, 5, Step));
        await MigrateAsync(options);

        AssertSame(
            ExpectedRows.Of(await source.RowsAsync(), data.Instances, since: Start.AddHours(1), keptSince: Start.AddDays(-21).AddHours(-20)), await RowsAsync(target));
    }

    [Fact]
    public async Task A_source_is_followed_until_it_is_cut_over_and_then_the_target_has_every_row_of_it()
    {
        var data = new LegacyData(22, TimeProvider.System.GetUtcNow().AddHours(-8), instances: 3);
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await source.AddAsync(data.Rows(0, 1, Step));
        var progress = new MigrationProgress();
        var cutOver = new TaskCompletionSource();
        var migrating = Migrator.RunAsync(Options(source, target), _ => { }, progress, TimeProvider.System, cutOver.Task, Cancel);
        await UntilFollowingAsync(progress, migrating);

        await source.AddAsync(data.Rows(1, 1.5, Step));
        await Deadline.UntilAsync(async () => migrating.IsCompleted || (await RowsAsync(target)).Exists(row => row.Sample.Timestamp > data.Start.AddHours(1)), "rows follow");
        await source.AddAsync(data.Rows(1.2, 1.9, Step));
        cutOver.SetResult();
        var report = await migrating;

        AssertSame(ExpectedOf(await source.RowsAsync(), data), await RowsAsync(target));
        Assert.Equal((await RowsAsync(target)).Count, report.Copied);
        await AssertHoursAsync(target);
    }

    private static async Task UntilFollowingAsync(MigrationProgress progress, Task migrating)
    {
        await Deadline.UntilAsync(() => migrating.IsCompleted || progress.Stage.StartsWith("follows", StringComparison.Ordinal), "it follows");
        if (migrating.IsCompleted)
        {
            await migrating;
        }
    }

    private static List<Models.InstanceSample> ExpectedOf(IEnumerable<LegacyRow> rows, LegacyData data) =>
        ExpectedRows.Of(rows, data.Instances, keptSince: Models.Timestamps.Day(TimeProvider.System.GetUtcNow().AddDays(-30)));

    /// <summary>Hours and days say what the raw rows say.</summary>
    private static async Task AssertHoursAsync(PostgresPlace target)
    {
        foreach (var (view, width) in ((string, string)[])[("resource_usage_hourly", "1 hour"), ("resource_usage_daily", "1 day")])
        {
            var differing = await target.QueryAsync($"""
                WITH raw AS (
                    SELECT
                        instance_id, date_bin('{width}', timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket, count(*) AS sample_count, sum(network_in) AS total_network_in,
                        sum(network_out) AS total_network_out, max(cpu_usage) AS max_cpu, min(memory_usage) AS min_memory, max(memory_limit) AS max_memory_limit
                    FROM resource_usage GROUP BY 1, 2
                ), told AS (
                    SELECT instance_id, bucket, sample_count, total_network_in, total_network_out, max_cpu, min_memory, max_memory_limit FROM {view}
                )
                (SELECT * FROM raw EXCEPT SELECT * FROM told) UNION ALL (SELECT * FROM told EXCEPT SELECT * FROM raw)
                """);
            Assert.Empty(differing);
        }
    }
}
