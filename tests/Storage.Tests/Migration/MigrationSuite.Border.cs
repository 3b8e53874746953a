using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

public abstract partial class MigrationSuite<TFixture>
{
    [Theory]
    [InlineData("")]
    [InlineData("container")]
    public async Task A_reading_that_the_service_takes_after_the_migration_goes_on_from_the_last_counters_of_the_source(string counters)
    {
        var instance = Guid.NewGuid();
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync();
        await using var place = source.Place;
        await source.AddInstancesAsync([instance]);
        await source.AddAsync([new LegacyRow(instance, Start.UtcDateTime, 1, 2, 3, 1000, 2000), new LegacyRow(instance, Start.AddMinutes(1).UtcDateTime, 1, 2, 3, 1500, 2600)]);
        await MigrateAsync(Options(source, target));

        await using var store = target.Create();
        await store.OpenAsync(applySchema: false, Cancel);
        var key = new CounterKey(counters, counters.Length == 0 ? DateTimeOffset.UnixEpoch : Start.AddDays(-1));
        await store.AppendAsync([new AppendSample(instance, new PendingSample(new Sample(Start.AddMinutes(2), 1, 2, 3, 1507, 2600), key))], Cancel);
        await store.AppendAsync([new AppendSample(instance, new PendingSample(new Sample(Start.AddMinutes(3), 1, 2, 3, 1508, 2611), key))], Cancel);

        Assert.Equal([(0, 0), (500, 600), (7, 0), (1, 11)], (await RowsAsync(target)).Select(row => (row.Sample.NetworkIn, row.Sample.NetworkOut)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_that_the_target_had_before_stay_as_they_are_and_are_counted(bool whileATransactionIsOpen)
    {
        var data = new LegacyData(41, Start, instances: 2);
        var rows = data.Rows(0, 2, Step);
        var expected = ExpectedRows.Of(rows, data.Instances, keptSince: Start.AddDays(-21).AddHours(-20));
        await using var target = await fixture.ReadyPostgresAsync();
        await using var store = target.Create();
        await store.OpenAsync(applySchema: false, Cancel);
        await store.RegisterInstancesAsync(data.Instances.ToArray(), Cancel);
        var held = expected[5] with { Sample = expected[5].Sample with { CpuUsage = 1234, NetworkIn = 5 } };
        var newer = new InstanceSample(SampleId.Derive(data.Instances[0], Start.AddDays(2)), data.Instances[0], new Sample(Start.AddDays(2), 1, 2, 3, 4, 5));
        await target.InsertAsync(held);
        await target.InsertAsync(newer);
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await using var open = whileATransactionIsOpen ? await OpenTransactionAsync(place) : null;
        await source.AddAsync(rows);

        var report = await MigrateAsync(Options(source, target));

        AssertSame([.. expected.Where(row => row.Id != held.Id).Append(held).Append(newer).OrderBy(row => row.Id)], await RowsAsync(target));
        Assert.Equal((1L, expected.Count - 1), (report.Present, report.Copied));
        await AssertHoursAsync(target);
    }

    [Fact]
    public async Task Rows_past_retention_are_kept_when_told_their_hours_outlive_them_and_are_never_replaced_by_another_source()
    {
        var data = new LegacyData(43, Start.AddDays(-40), instances: 2);
        var rows = data.Rows(0, 6, Step);
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await source.AddAsync(rows);
        var options = Options(source, target) with { KeepExpired = true, Since = Start.AddDays(-40) };
        await MigrateAsync(options);
        AssertSame(ExpectedRows.Of(rows, data.Instances, since: Start.AddDays(-40)), await RowsAsync(target));
        await AssertHoursAsync(target);

        const string Hours = "SELECT count(*), sum(sample_count), sum(total_network_in) FROM resource_usage_hourly";
        var hours = (await target.QueryAsync(Hours))[0];
        await target.RefreshAsync();
        await target.ExpireAsync();
        Assert.Empty(await RowsAsync(target));
        Assert.Equal(hours, (await target.QueryAsync(Hours))[0]);
        if (TFixture.Tier == Tier.Timescale)
        {
            // A row that is added there later would replace its hour.
            await source.AddAsync([new LegacyRow(data.Instances[0], Start.AddDays(-40).AddHours(2).UtcDateTime, 1, 2, 3, 4, 5)]);
            Assert.InRange((await MigrateAsync(options)).TooLate, 1, 2);
            Assert.Equal(hours, (await target.QueryAsync(Hours))[0]);
            Assert.Empty(await RowsAsync(target));

            var other = await SourceAsync(data);
            await using var otherPlace = other.Place;
            await other.AddAsync(data.Rows(1, 2, Step));
            var refusal = await Assert.ThrowsAsync<Schema.Migration.MigrationException>(() => MigrateAsync(options with { Source = otherPlace.ConnectionString }));
            Assert.Contains("give a later --since", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(hours, (await target.QueryAsync(Hours))[0]);

            // The advice is one that can be followed.
            await MigrateAsync(options with { Source = otherPlace.ConnectionString, Since = Start.AddDays(-20) });
        }
    }

    [Fact]
    public async Task Two_runs_never_work_at_once()
    {
        var data = new LegacyData(42, Start, instances: 1);
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await source.AddAsync(data.Rows(0, 1, Step));
        var cutOver = new TaskCompletionSource();
        var progress = new Schema.Migration.MigrationProgress();
        var following = Schema.Migration.Migrator.RunAsync(Options(source, target), _ => { }, progress, TimeProvider.System, cutOver.Task, Cancel);
        await UntilFollowingAsync(progress, following);

        var refusal = await Assert.ThrowsAsync<Schema.Migration.MigrationException>(() => MigrateAsync(Options(source, target)));
        Assert.Equal("the target: another migration is at work there; one at a time", refusal.Message);
        cutOver.SetResult();
        await following;
        await MigrateAsync(Options(source, target));
    }
}
