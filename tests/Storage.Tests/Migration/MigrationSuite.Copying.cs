namespace LaunchStack.Metrics.Storage.Tests.Migration;

public abstract partial class MigrationSuite<TFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_the_old_table_holds_is_copied_exactly_as_the_plain_calculation_says_and_counted_once(bool whileATransactionIsOpen)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var data = new LegacyData(seed, Start, instances: 7);
        var rows = data.Rows(0, 8, Step);
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await using var open = whileATransactionIsOpen ? await OpenTransactionAsync(place) : null;
        await source.AddAsync(rows);

        var report = await MigrateAsync(Options(source, target) with { Parallel = 3 });

        var keptSince = Start.AddDays(-21).AddHours(-20);
        var expected = ExpectedRows.Of(rows, data.Instances, keptSince: keptSince);
        AssertSame(expected, await RowsAsync(target));
        Assert.Equal(expected.Count, report.Copied);
        Assert.Equal(
            (rows.Count, rows.Count(row => row is { Deleted: true }), rows.Count(row => row is { Deleted: false } && row.InstanceId == data.Gone), 1L, 3L),
            (report.Found.Rows, report.Found.Deleted, report.Found.Gone, report.Found.Expired, report.Found.Impossible));
        Assert.Equal(
            rows.Count - report.Found.Deleted - report.Found.Gone - report.Found.Expired - report.Found.Impossible - expected.Count, report.Found.Duplicates);
        var names = await target.QueryAsync("SELECT id, name, created_at FROM instances ORDER BY id");
        Assert.Equal(data.Instances.Order(), names.Select(row => (Guid)row[0]));
        Assert.All(names, row => Assert.Equal(($"name of {row[0]}", new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)), ((string)row[1], (DateTime)row[2])));
    }

    [Fact]
    public async Task A_further_run_copies_what_was_added_and_nothing_twice()
    {
        var data = new LegacyData(11, Start, instances: 3);
        var rows = data.Rows(0, 3, Step);
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await source.AddAsync(rows);
        var options = Options(source, target) with { Until = Start.AddHours(3) };
        await MigrateAsync(options);

        var more = data.Rows(3, 5, Step);
        await source.AddAsync(more);
        var report = await MigrateAsync(options with { Until = null, Parallel = 2 });

        var expected = ExpectedRows.Of([.. rows, .. more], data.Instances, keptSince: Start.AddDays(-21).AddHours(-20));
        AssertSame(expected, await RowsAsync(target));
        Assert.Equal(expected.Count, report.Copied);
        Assert.InRange(report.CopiedNow, 1, more.Count);
        Assert.Equal(0, (await MigrateAsync(options with { Until = null })).CopiedNow);
    }

    [Fact]
    public async Task The_first_bytes_of_a_range_are_counted_from_the_row_before_it_and_delta_columns_stay_as_they_are()
    {
        var data = new LegacyData(12, Start, instances: 3);
        var rows = data.Rows(0, 6, Step);
        var source = await SourceAsync(data);
        await using var place = source.Place;
        await source.AddAsync(rows);
        foreach (var cumulative in (bool[])[true, false])
        {
            await using var target = await fixture.ReadyPostgresAsync();
            await MigrateAsync(Options(source, target) with
            {
                Since = Start.AddHours(2),
                Until = Start.AddHours(5),
                Network = cumulative ? Models.NetworkMode.Cumulative : Models.NetworkMode.Delta,
            });

            var inRange = rows.Where(row => row.Timestamp < Start.AddHours(5).UtcDateTime);
            AssertSame(
                ExpectedRows.Of(inRange, data.Instances, cumulative, Start.AddHours(2), Start.AddDays(-21).AddHours(-20)), await RowsAsync(target));
        }
    }
}
