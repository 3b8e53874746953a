using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Aggregates outlive the raw rows.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task Hours_and_days_answer_the_same_when_their_raw_rows_have_expired_and_whatever_comes_afterwards()
    {
        await using var place = await fixture.ReadyAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        var now = Timestamps.Hour(TimeProvider.System.GetUtcNow());
        var start = now.AddDays(-45);
        await AppendAsync(store, id, Enumerable.Range(0, 45 * 24).Select(hour => new Sample(start.AddHours(hour).AddMinutes(hour % 60), hour % 70, hour, 3, hour, 5)));
        await place.RefreshAsync(start);
        var before = await AnswersAsync();
        Assert.Equal(45 * 24, before.Hours.Count);
        Assert.InRange(before.Days.Count, 45, 46);

        await place.ExpireAsync();
        var oldest = (await AllAsync(store, id))[^1].Sample.Timestamp;
        Assert.InRange(oldest, now.AddDays(-31.1), now.AddDays(-29.9));
        await AssertSameAsync(before);
        await place.RefreshAsync();
        await AssertSameAsync(before);

        // New rows, and late ones as late as they are accepted, change their own buckets and no others.
        DateTimeOffset[] moments = [now.AddSeconds(1), now.AddDays(-1).AddSeconds(1), now.AddDays(-27).AddSeconds(1)];
        await AppendAsync(store, id, moments.Select(moment => new Sample(moment, 1, 2, 3, 1_000_000, 5)));
        await place.RefreshAsync();
        await place.ExpireAsync();
        var after = await AnswersAsync();
        Assert.Equal(Except(before.Hours, Timestamps.Hour), Except(after.Hours, Timestamps.Hour));
        Assert.Equal(Except(before.Days, Timestamps.Day), Except(after.Days, Timestamps.Day));
        Assert.Equal(before.Days.Sum(day => day.TotalNetworkIn) + 3_000_000, after.Days.Sum(day => day.TotalNetworkIn));
        Assert.Equal(before.Hours.Sum(hour => hour.SampleCount) + 3, after.Hours.Sum(hour => hour.SampleCount));

        async Task<(IReadOnlyList<AggregatedUsage> Hours, IReadOnlyList<AggregatedUsage> Days)> AnswersAsync() => (
            await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel),
            await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));

        async Task AssertSameAsync((IReadOnlyList<AggregatedUsage> Hours, IReadOnlyList<AggregatedUsage> Days) expected)
        {
            var actual = await AnswersAsync();
            Assert.Equal(expected.Hours, actual.Hours);
            Assert.Equal(expected.Days, actual.Days);
        }

        IEnumerable<AggregatedUsage> Except(IEnumerable<AggregatedUsage> buckets, Func<DateTimeOffset, DateTimeOffset> bucketOf) =>
            buckets.Where(bucket => !moments.Select(bucketOf).Contains(bucket.Bucket));
    }
}
