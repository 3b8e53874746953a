using LaunchStack.Metrics.Storage.Schema.Migration;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

public abstract partial class MigrationSuite<TFixture>
{
    [Fact]
    public async Task A_table_that_is_rewritten_while_a_plan_is_half_done_loses_no_row()
    {
        var data = new LegacyData(61, Start, instances: 3);
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await source.AddAsync(data.Rows(0, 6, Step));
        var options = Options(source, target) with { Batch = 100 };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var migrating = Migrator.RunAsync(options with { RateLimit = 400 }, _ => { }, new MigrationProgress(), TimeProvider.System, null, stop.Token);
        await Deadline.UntilAsync(async () => migrating.IsCompleted || (await RowsAsync(target)).Count > 0, "some are copied");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migrating);

        // Everything moves to the front, and to another file.
        await place.ExecuteAsync("DELETE FROM resource_usages WHERE deleted_at IS NOT NULL");
        await place.ExecuteAsync("VACUUM FULL resource_usages");
        await source.AddAsync(data.Rows(6, 7, Step));
        await MigrateAsync(options);

        AssertSame(ExpectedOf(await source.RowsAsync(), data), await RowsAsync(target));
        Assert.Equal(0L, (await MigrateAsync(options)).CopiedNow);
    }
}
