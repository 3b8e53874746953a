using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Daily equals raw, and both aggregates stay so whatever happens to the rows.
public abstract partial class SampleStoreConformance<TFixture>
{
    /// <summary>Start of a day (UTC) that no tier has forgotten, and that all of them have aggregated after a refresh.</summary>
    private static DateTimeOffset Recently => Timestamps.Day(TimeProvider.System.GetUtcNow()).AddDays(-4);

    [Fact]
    public async Task Daily_equals_what_the_raw_rows_say()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        var random = new Random(20261121);
        for (var round = 0; round < 5; round++)
        {
            await AppendAsync(store, id, Enumerable.Range(0, 200).Select(_ => RandomSample(random) with { Timestamp = RandomMoment(random) }));
            await place.InsertAsync(new InstanceSample(Guid.NewGuid(), id, RandomSample(random) with { Timestamp = RandomMoment(random) }));
        }

        await AssertAggregatesEqualRawAsync(store, id);
        await place.RefreshAsync();
        await AssertAggregatesEqualRawAsync(store, id);
        Assert.Equal(3, (await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Count);
    }

    [Fact]
    public async Task Daily_includes_days_of_utc_that_start_within_the_bounds_and_no_others()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var midnight = Timestamps.Day(Noon);
        await AppendAsync(store, id, Enumerable.Range(-2, 5).SelectMany(day =>
            new[] { midnight.AddDays(day), midnight.AddDays(day + 1).AddTicks(-10) }).Select(moment => new Sample(moment, 1, 2, 3, 4, 5)));
        async Task<IEnumerable<(int, long)>> Between(DateTimeOffset from, DateTimeOffset to) =>
            (await store.DailyAsync(id, from, to, Cancel)).Select(day => ((int)(day.Bucket - midnight).TotalDays, day.SampleCount)).ToArray();
        Assert.Equal([(1, 2), (0, 2), (-1, 2)], await Between(midnight.AddDays(-1), midnight.AddDays(2)));
        Assert.Equal([(1, 2), (0, 2)], await Between(midnight.AddDays(-1).AddTicks(1), midnight.AddDays(1).AddTicks(1)));
        Assert.Empty(await Between(midnight.AddDays(1), midnight.AddDays(1)));
        Assert.All(await store.DailyAsync(id, midnight, midnight.AddDays(1), Cancel), day => Assert.False(day.Open));
    }

    [Fact]
    public async Task Aggregates_follow_late_rows_duplicates_and_what_others_insert_change_move_and_delete()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        var random = new Random(20261122);
        var samples = Enumerable.Range(0, 300).Select(_ => RandomSample(random) with { Timestamp = RandomMoment(random) }).ToList();
        await AppendAsync(store, id, samples);
        await place.RefreshAsync();
        var moves = 0;
        Func<Task>[] changes =
        [
            () => AppendAsync(store, id, [new Sample(Recently.AddHours(5).AddMinutes(17), 801, 1, 2, 3, 4)]),
            () => AppendAsync(store, id, samples),
            () => place.InsertAsync(new InstanceSample(Guid.NewGuid(), id, new Sample(Recently.AddHours(50), 802, 5, 6, 7, 8))),
            () => place.ChangeRowsAsync(id, Recently.AddHours(5), Recently.AddHours(9), 3.5, 12),
            () => place.MoveRowsAsync(id, Recently.AddHours(30), Recently.AddHours(31), TimeSpan.FromHours(2 + moves++)),
            () => place.DeleteRowsAsync(id, Recently.AddHours(20), Recently.AddHours(22)),
            () => place.DeleteRowsAsync(id, Recently.AddDays(2), Recently.AddDays(3)),
        ];
        foreach (var change in changes)
        {
            await change();
            await AssertAggregatesEqualRawAsync(store, id);
        }

        await place.RefreshAsync();
        await AssertAggregatesEqualRawAsync(store, id);
        foreach (var change in changes)
        {
            await change();
            await place.RefreshAsync();
            await AssertAggregatesEqualRawAsync(store, id);
        }
    }

    [Fact]
    public async Task Removing_an_instance_takes_its_hours_and_days_along_and_no_others()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        var other = await RegisterAsync(store);
        var samples = Enumerable.Range(0, 60).Select(hour => new Sample(Recently.AddHours(hour), 1, 2, 3, 4, 5)).ToList();
        await AppendAsync(store, id, samples);
        await AppendAsync(store, other, samples);
        await place.RefreshAsync();
        await place.DeleteInstanceAsync(id);
        await AssertRemovedAsync();
        await place.RefreshAsync();
        await AssertRemovedAsync();

        async Task AssertRemovedAsync()
        {
            Assert.Empty(await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
            Assert.Empty(await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
            Assert.Equal(60, (await store.HourlyAsync(other, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Count);
            await AssertAggregatesEqualRawAsync(store, other);
        }
    }

    private static DateTimeOffset RandomMoment(Random random) => Recently.AddTicks(random.NextInt64(3 * TimeSpan.TicksPerDay));

    private static Task<AppendOutcome[]> AppendAsync(ISampleStore store, Guid instanceId, IEnumerable<Sample> samples) =>
        store.AppendAsync([.. samples.Select(sample => new AppendSample(instanceId, new PendingSample(sample, null)))], Cancel);

    private static async Task AssertAggregatesEqualRawAsync(ISampleStore store, Guid instanceId)
    {
        var raw = (await AllAsync(store, instanceId)).Select(row => row.Sample).ToList();
        AssertEqual(raw, Timestamps.Hour, await store.HourlyAsync(instanceId, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
        AssertEqual(raw, Timestamps.Day, await store.DailyAsync(instanceId, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
    }

    private static void AssertEqual(List<Sample> raw, Func<DateTimeOffset, DateTimeOffset> bucketOf, IReadOnlyList<AggregatedUsage> buckets)
    {
        var expected = raw.GroupBy(sample => bucketOf(sample.Timestamp)).OrderByDescending(group => group.Key).ToList();
        Assert.Equal(expected.Select(group => group.Key), buckets.Select(bucket => bucket.Bucket));
        Assert.All(buckets.Zip(expected), pair => AssertEqual([.. pair.Second], pair.First));
    }
}
