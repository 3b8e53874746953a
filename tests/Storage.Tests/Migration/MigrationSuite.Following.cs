using LaunchStack.Metrics.Storage.Schema.Migration;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

public abstract partial class MigrationSuite<TFixture>
{
    [Fact]
    public async Task Rows_of_an_instance_that_the_source_gets_after_the_start_are_copied_as_all_others()
    {
        var data = new LegacyData(71, TimeProvider.System.GetUtcNow().AddHours(-8), instances: 1);
        var (added, target) = (Guid.NewGuid(), await fixture.ReadyPostgresAsync());
        await using var targetScope = target;
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await source.AddAsync(data.Rows(0, 1, Step));
        var (progress, cutOver) = (new MigrationProgress(), new TaskCompletionSource());
        var migrating = Migrator.RunAsync(Options(source, target), _ => { }, progress, TimeProvider.System, cutOver.Task, Cancel);
        await UntilFollowingAsync(progress, migrating);

        await source.AddInstancesAsync([added]);
        await source.AddAsync(Enumerable.Range(0, 5).Select(hour => new LegacyRow(added, data.Start.AddHours(hour).UtcDateTime, 1, 2, 3, 100 * hour, hour)));
        cutOver.SetResult();
        await migrating;

        Assert.Equal(5, (await RowsAsync(target)).Count(row => row.InstanceId == added));
        AssertSame(ExpectedRows.Of(await source.RowsAsync(), [.. data.Instances, added], keptSince: Models.Timestamps.Day(TimeProvider.System.GetUtcNow().AddDays(-30))), await RowsAsync(target));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_ahead_of_the_clock_are_left_and_counted_by_a_run_and_copied_at_the_cut_over(bool whileATransactionIsOpen)
    {
        var (instance, now) = (Guid.NewGuid(), TimeProvider.System.GetUtcNow());
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync();
        await using var place = source.Place;
        await source.AddInstancesAsync([instance]);
        await using var open = whileATransactionIsOpen ? await OpenTransactionAsync(place) : null;
        await source.AddAsync(((int[])[-90, -80, 90, 100]).Select(minutes => new LegacyRow(instance, now.AddMinutes(minutes).UtcDateTime, 1, 2, 3, 1000 + minutes, 5)));

        Assert.Equal((2L, 2L), await MigrateAsync(Options(source, target)) is var first ? (first.Copied, first.Ahead) : default);
        var last = await Migrator.RunAsync(Options(source, target), _ => { }, new MigrationProgress(), TimeProvider.System, Task.CompletedTask, Cancel);

        Assert.Equal((4L, 0L), (last.Copied, last.Ahead));
        AssertSame(ExpectedRows.Of(await source.RowsAsync(), [instance]), await RowsAsync(target));
    }
}
