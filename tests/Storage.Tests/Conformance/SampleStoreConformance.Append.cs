using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Durable means exactly once.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task Append_stores_a_sample_as_it_was_under_its_derived_id()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var sample = new Sample(At(1.234567), 123.456, 1 << 30, 1 << 31, 4711, 815);
        var outcomes = await store.AppendAsync([new AppendSample(id, new PendingSample(sample, null))], Cancel);
        Assert.Equal([AppendOutcome.Stored], outcomes);
        Assert.Equal([new InstanceSample(SampleId.Derive(id, sample.Timestamp), id, sample)], await AllAsync(store, id));
        Assert.Empty(await AnyBaselineAsync(store, id));
    }

    [Fact]
    public async Task Append_of_nothing_is_nothing()
    {
        Assert.Empty(await (await StoreAsync()).AppendAsync([], Cancel));
    }

    [Fact]
    public async Task Append_floors_timestamps_to_microseconds_in_utc()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var fine = At(0.0000019).ToOffset(TimeSpan.FromHours(5));
        await store.AppendAsync([Delta(id, fine), Delta(id, At(0.0000010))], Cancel);
        var row = Assert.Single(await AllAsync(store, id));
        Assert.Equal(At(0.000001), row.Sample.Timestamp);
        Assert.Equal(TimeSpan.Zero, row.Sample.Timestamp.Offset);
    }

    [Fact]
    public async Task Append_keeps_the_first_of_two_samples_of_one_timestamp_in_a_batch()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var outcomes = await store.AppendAsync([Delta(id, At(1), cpu: 10), Delta(id, At(2)), Delta(id, At(1), cpu: 20)], Cancel);
        Assert.Equal([AppendOutcome.Stored, AppendOutcome.Stored, AppendOutcome.Duplicate], outcomes);
        Assert.Equal([1, 10], (await AllAsync(store, id)).Select(row => row.Sample.CpuUsage));
    }

    [Fact]
    public async Task Append_stores_nothing_twice_when_a_batch_comes_again_with_more()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        AppendSample[] first = [Delta(id, At(1), cpu: 10), Delta(id, At(2), cpu: 20)];
        await store.AppendAsync(first, Cancel);
        var outcomes = await store.AppendAsync([Delta(id, At(1), cpu: 99), first[1], Delta(id, At(3), cpu: 30)], Cancel);
        Assert.Equal([AppendOutcome.Duplicate, AppendOutcome.Duplicate, AppendOutcome.Stored], outcomes);
        Assert.Equal([30, 20, 10], (await AllAsync(store, id)).Select(row => row.Sample.CpuUsage));
    }

    [Fact]
    public async Task Append_refuses_only_the_samples_of_an_unknown_instance()
    {
        var store = await StoreAsync();
        var known = await RegisterAsync(store);
        var unknown = Guid.NewGuid();
        var outcomes = await store.AppendAsync(
            [Delta(unknown, At(1)), Delta(known, At(1)), Reading(unknown, 2, 5), Delta(unknown, At(1)), Reading(known, 2, 5)], Cancel);
        Assert.Equal(
            [
                AppendOutcome.UnknownInstance, AppendOutcome.Stored, AppendOutcome.UnknownInstance,
                AppendOutcome.UnknownInstance, AppendOutcome.Stored,
            ],
            outcomes);
        Assert.Empty(await AllAsync(store, unknown));
        Assert.Equal(2, (await AllAsync(store, known)).Count);
    }

    [Fact]
    public async Task Append_reports_another_instances_row_of_the_same_id_as_a_conflict_and_not_as_a_duplicate()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var mine = await RegisterAsync(store);
        var other = await RegisterAsync(store);
        foreach (var second in (int[])[1, 2])
        {
            await place.InsertAsync(new InstanceSample(SampleId.Derive(mine, At(second)), other, new Sample(At(second), 0, 0, 0, 0, 0)));
        }

        var outcomes = await store.AppendAsync([Delta(mine, At(1)), Reading(mine, 2, 10), Reading(mine, 3, 30)], Cancel);
        Assert.Equal([AppendOutcome.IdConflict, AppendOutcome.IdConflict, AppendOutcome.Stored], outcomes);
        Assert.Equal([0], await BytesAsync(store, mine));
        Assert.Equal(30, Assert.Single(await AnyBaselineAsync(store, mine)).NetworkIn);
    }

    [Fact]
    public async Task Append_keeps_the_largest_values()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var last = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_990);
        Sample[] samples =
        [
            new(last, double.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue),
            new(DateTimeOffset.UnixEpoch, double.Epsilon, 0, 0, 0, 0),
        ];
        await store.AppendAsync(samples.Select(sample => new AppendSample(id, new PendingSample(sample, null))).ToList(), Cancel);
        Assert.Equal(samples, (await AllAsync(store, id)).Select(row => row.Sample));
    }

    [Fact]
    public async Task Append_stores_all_or_nothing_when_a_sample_cannot_be_stored()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await Assert.ThrowsAsync<StoreDataException>(
            () => store.AppendAsync([Delta(id, At(1)), Delta(id, DateTimeOffset.UnixEpoch.AddTicks(-1))], Cancel));
        Assert.Empty(await AllAsync(store, id));
    }

    [Fact]
    public async Task Append_stores_each_sample_once_when_many_writers_send_the_same_ones()
    {
        var place = await fixture.PlaceAsync();
        var id = await RegisterAsync(await place.StoreAsync());
        var samples = Enumerable.Range(0, 50).Select(second => Delta(id, At(second))).ToArray();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            var mixed = samples.ToArray();
            new Random(writer).Shuffle(mixed);
            return await (await place.StoreAsync(writer % 2)).AppendAsync(mixed, Cancel);
        }));
        Assert.Equal(50, outcomes.SelectMany(all => all).Count(outcome => outcome == AppendOutcome.Stored));
        Assert.Equal(350, outcomes.SelectMany(all => all).Count(outcome => outcome == AppendOutcome.Duplicate));
        Assert.Equal(50, (await AllAsync(await place.StoreAsync(), id)).Count);
    }

    [Fact]
    public async Task Append_after_a_cancelled_one_stores_each_sample_once()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        for (var round = 0; round < 20; round++)
        {
            // Cancelled at some point or other, before or after its commit: unknown, and sent again.
            var samples = Enumerable.Range(0, 20).Select(n => Reading(id, (round * 20) + n, 1000 + (((round * 20) + n) * 10))).ToArray();
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(round));
            try
            {
                await store.AppendAsync(samples, soon.Token);
            }
            catch (OperationCanceledException)
            {
                await store.AppendAsync(samples, Cancel);
            }
        }

        var bytes = await BytesAsync(store, id);
        Assert.Equal([0, .. Enumerable.Repeat(10L, 399)], bytes);
    }

    [Fact]
    public async Task Deleting_an_instance_takes_its_rows_and_baselines_along()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 1, 5)], Cancel);
        await place.DeleteInstanceAsync(id);
        Assert.Empty(await AllAsync(store, id));
        Assert.Empty(await AnyBaselineAsync(store, id));
        Assert.Equal([AppendOutcome.UnknownInstance], await store.AppendAsync([Reading(id, 2, 6)], Cancel));
    }
}
