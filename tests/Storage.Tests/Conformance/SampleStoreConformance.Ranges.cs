using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Raw rows by range and by bucket.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Theory]
    [InlineData(1)]
    [InlineData(36)]
    [InlineData(300)]
    [InlineData(86_400)]
    public async Task Buckets_equal_what_the_raw_rows_say(int seconds)
    {
        var width = TimeSpan.FromSeconds(seconds);
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var other = await RegisterAsync(store);
        var random = new Random(seconds);
        var samples = Enumerable.Range(0, 500).Select(_ => RandomSample(random)).ToList();
        await store.AppendAsync([.. samples.Select(sample => new AppendSample(id, new PendingSample(sample, null)))], Cancel);
        await store.AppendAsync([.. samples.Select(sample => new AppendSample(other, new PendingSample(sample, null)))], Cancel);

        var (from, to) = (Noon.AddMinutes(30).AddTicks(1), Noon.AddHours(3));
        var buckets = await store.BucketsAsync(id, from, to, width, Cancel);

        var expected = (await AllAsync(store, id))
            .Where(row => row.Sample.Timestamp >= from && row.Sample.Timestamp < to)
            .GroupBy(row => row.Sample.Timestamp.ToUnixTimeSeconds() / seconds * seconds)
            .OrderByDescending(group => group.Key)
            .ToList();
        Assert.Equal(expected.Select(group => DateTimeOffset.FromUnixTimeSeconds(group.Key)), buckets.Select(bucket => bucket.Bucket));
        Assert.All(buckets.Zip(expected), pair => AssertEqual(pair.Second.Select(row => row.Sample).ToList(), pair.First));
    }

    [Fact]
    public async Task Samples_of_a_range_are_those_within_its_bounds_newest_first()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([.. Enumerable.Range(0, 10).Select(second => Delta(id, At(second)))], Cancel);
        async Task<IEnumerable<int>> Between(DateTimeOffset from, DateTimeOffset to, int limit) =>
            (await store.SamplesAsync(id, from, to, limit, Cancel)).Select(row => (int)(row.Sample.Timestamp - Noon).TotalSeconds).ToArray();

        Assert.Equal([7, 6, 5], await Between(At(5), At(8), 10));
        Assert.Equal([8, 7, 6], await Between(At(5).AddTicks(1), At(8).AddTicks(1), 10));
        Assert.Equal([9, 8], await Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 2));
        Assert.Empty(await Between(At(5), At(5), 10));
    }
}
