using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Hourly equals raw.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task Hourly_equals_what_the_raw_rows_say()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        var other = await RegisterAsync(store);
        var random = new Random(20261120);
        for (var round = 0; round < 20; round++)
        {
            var samples = Enumerable.Range(0, 100).Select(_ => RandomSample(random)).ToList();
            await store.AppendAsync([.. samples.Select(sample => new AppendSample(id, new PendingSample(sample, null)))], Cancel);
            await store.AppendAsync([.. samples.Select(sample => new AppendSample(other, new PendingSample(sample, null)))], Cancel);
            await place.InsertAsync(new InstanceSample(Guid.NewGuid(), id, RandomSample(random)));
        }

        var hours = await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel);
        var expected = (await AllAsync(store, id)).GroupBy(row => Timestamps.Hour(row.Sample.Timestamp)).OrderByDescending(group => group.Key).ToList();
        Assert.Equal(expected.Select(group => group.Key), hours.Select(hour => hour.Bucket));
        Assert.All(hours.Zip(expected), pair => AssertEqual(pair.Second.Select(row => row.Sample).ToList(), pair.First));
        Assert.Contains(hours, hour => hour.TotalNetworkIn > long.MaxValue && hour.SumMemory > ulong.MaxValue);
    }

    [Fact]
    public async Task Hourly_includes_hours_that_start_within_the_bounds_and_no_others()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([.. Enumerable.Range(-2, 5).Select(hour => Delta(id, Noon.AddHours(hour).AddMinutes(59)))], Cancel);
        async Task<IEnumerable<int>> Between(DateTimeOffset from, DateTimeOffset to) =>
            (await store.HourlyAsync(id, from, to, Cancel)).Select(hour => (int)(hour.Bucket - Noon).TotalHours).ToArray();
        Assert.Equal([1, 0, -1], await Between(Noon.AddHours(-1), Noon.AddHours(2)));
        Assert.Equal([1, 0], await Between(Noon.AddHours(-1).AddTicks(1), Noon.AddHours(1).AddTicks(1)));
        Assert.Empty(await Between(Noon.AddHours(1), Noon.AddHours(1)));
        Assert.All(await store.HourlyAsync(id, Noon, Noon.AddHours(1), Cancel), hour => Assert.False(hour.Open));
    }

    [Fact]
    public async Task Hourly_includes_a_late_row_at_once()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Delta(id, At(0), 1), Delta(id, Noon.AddHours(3), 2)], Cancel);
        await store.AppendAsync([Delta(id, Noon.AddHours(-40), 4), Delta(id, At(10), 8)], Cancel);
        var hours = await store.HourlyAsync(id, Noon.AddDays(-2), Noon.AddDays(1), Cancel);
        Assert.Equal([2m, 9m, 4m], hours.Select(hour => hour.TotalNetworkIn));
    }

    [Fact]
    public async Task Samples_of_hours_are_those_of_just_these_hours()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        DateTimeOffset[] moments =
        [
            Noon.AddTicks(-10), Noon, Noon.AddHours(1).AddTicks(-10), Noon.AddHours(1), Noon.AddHours(5), Noon.AddHours(30),
        ];
        await store.AppendAsync([.. moments.Select(moment => Delta(id, moment))], Cancel);
        var rows = await store.SamplesOfHoursAsync(id, [Noon, Noon.AddHours(5), Noon, Noon.AddHours(9)], Cancel);
        Assert.Equal([Noon, Noon.AddHours(1).AddTicks(-10), Noon.AddHours(5)], rows.Select(row => row.Sample.Timestamp).Order());
        Assert.Empty(await store.SamplesOfHoursAsync(id, [], Cancel));
    }

    [Fact]
    public async Task Hourly_takes_an_hour_of_the_largest_cpu_usage_that_a_push_may_have()
    {
        const double Largest = 1_000_000;
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([.. Enumerable.Range(0, 3600).Select(second => Delta(id, At(second), cpu: Largest))], Cancel);
        var hour = Assert.Single(await store.HourlyAsync(id, Noon, Noon.AddHours(1), Cancel));
        Assert.Equal((Largest, Largest, Largest, 3600 * Largest), (hour.MinCpu, hour.AvgCpu, hour.MaxCpu, hour.SumCpu));
    }

    private static Sample RandomSample(Random random) => new(
        Noon.AddTicks(random.NextInt64(0, 4 * TimeSpan.TicksPerHour)),
        random.NextDouble() * 800,
        random.NextInt64(),
        random.NextInt64(),
        random.NextInt64(),
        random.NextInt64());

    private static void AssertEqual(List<Sample> raw, AggregatedUsage hour)
    {
        Assert.Equal(raw.Count, hour.SampleCount);
        Assert.Equal(raw.Sum(row => (decimal)row.NetworkIn), hour.TotalNetworkIn);
        Assert.Equal(raw.Sum(row => (decimal)row.NetworkOut), hour.TotalNetworkOut);
        Assert.Equal(raw.Sum(row => (decimal)row.MemoryUsage), hour.SumMemory);
        Assert.Equal(raw.Max(row => row.MemoryUsage), hour.MaxMemory);
        Assert.Equal(raw.Min(row => row.MemoryUsage), hour.MinMemory);
        Assert.Equal(raw.Max(row => row.MemoryLimit), hour.MaxMemoryLimit);
        Assert.Equal(raw.Max(row => row.CpuUsage), hour.MaxCpu);
        Assert.Equal(raw.Min(row => row.CpuUsage), hour.MinCpu);
        AssertClose(raw.Sum(row => row.CpuUsage), hour.SumCpu);
        AssertClose(raw.Average(row => row.CpuUsage), hour.AvgCpu);
        AssertClose((double)raw.Average(row => (decimal)row.MemoryUsage), hour.AvgMemory);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.InRange(actual, expected - (Math.Abs(expected) * 1e-12), expected + (Math.Abs(expected) * 1e-12));
}
