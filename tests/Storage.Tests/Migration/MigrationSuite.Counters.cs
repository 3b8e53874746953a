using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

public abstract partial class MigrationSuite<TFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_late_row_among_many_without_a_counter_has_its_bytes_and_those_of_the_next_counter_derived_exactly(bool onlyOneIsMissing)
    {
        var (between, atTheEnd, atTheStart) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Guid[] instances = [between, atTheEnd, atTheStart];
        var since = Start.AddMinutes(10);
        await using var target = await fixture.ReadyPostgresAsync();
        var source = await SourceAsync();
        await using var place = source.Place;
        await source.AddInstancesAsync(instances);
        var options = Options(source, target) with { Since = since };

        LegacyRow Row(Guid instance, double minute, long? counter) =>
            new(instance, Start.AddMinutes(minute).UtcDateTime, 1, 2, 3, counter, onlyOneIsMissing ? (long)(minute * 100) : counter);

        // More of them than are looked at the first time, and the second.
        IEnumerable<LegacyRow> Without(Guid instance, int count) => Enumerable.Range(11, count).Select(minute => Row(instance, minute, null));

        async Task<List<InstanceSample>> MigratedAsync(params LegacyRow[] added)
        {
            await source.AddAsync(added);
            await MigrateAsync(options);
            return await RowsAsync(target);
        }

        async Task<List<InstanceSample>> ExpectedAsync() =>
            ExpectedRows.Of(await source.RowsAsync(), instances, since: since, keptSince: Timestamps.Day(TimeProvider.System.GetUtcNow().AddDays(-30)));

        await MigratedAsync([
            Row(between, 10, 1_000), .. Without(between, 300), Row(between, 400, 5_000),
            Row(atTheEnd, 10, 1_000), .. Without(atTheEnd, 300),
            Row(atTheStart, 9, 500), .. Without(atTheStart, 300), Row(atTheStart, 400, 5_000)]);
        var late = await MigratedAsync([.. instances.Select(instance => Row(instance, 150.5, 3_000))]);
        AssertSame(await ExpectedAsync(), late);
        var later = await MigratedAsync(Row(atTheEnd, 500, 9_000));
        AssertSame(await ExpectedAsync(), later);
        Assert.Equal(6_000, later.Single(row => row.InstanceId == atTheEnd && row.Sample.Timestamp == Start.AddMinutes(500)).Sample.NetworkIn);
    }
}
