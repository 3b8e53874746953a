using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Raw rows, newest first.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task Recent_is_newest_first_limited_and_of_one_instance()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var other = await RegisterAsync(store);
        await store.AppendAsync([.. Enumerable.Range(0, 10).SelectMany(n => new[] { Delta(id, At(n * 7000), n), Delta(other, At(n), -1) })], Cancel);
        var rows = await store.RecentAsync(id, 4, before: null, Cancel);
        Assert.Equal([9, 8, 7, 6], rows.Select(row => row.Sample.NetworkIn));
        Assert.Equal(rows[0], Assert.Single(await store.RecentAsync(id, 1, null, Cancel)));
    }

    [Fact]
    public async Task Recent_and_latest_are_empty_for_an_instance_without_samples()
    {
        var store = await StoreAsync();
        Assert.Empty(await store.RecentAsync(Guid.NewGuid(), 10, before: null, Cancel));
        Assert.Empty(await store.RecentAsync(Guid.NewGuid(), 1, null, Cancel));
    }

    [Fact]
    public async Task Recent_before_a_moment_leaves_that_moment_out_however_fine_it_is()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Delta(id, At(1), 1), Delta(id, At(2), 2), Delta(id, At(3), 3)], Cancel);
        async Task<IEnumerable<long>> Before(DateTimeOffset moment) =>
            (await store.RecentAsync(id, 10, new SampleCursor(moment, Guid.Empty), Cancel)).Select(row => row.Sample.NetworkIn).ToArray();
        Assert.Equal([1], await Before(At(2)));
        Assert.Equal([2, 1], await Before(At(2).AddTicks(1)));
        Assert.Equal([3, 2, 1], await Before(DateTimeOffset.MaxValue));
        Assert.Empty(await Before(DateTimeOffset.MinValue));
    }

    [Fact]
    public async Task Recent_pages_through_rows_of_one_timestamp_without_loss_or_repetition()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        for (var n = 0; n < 12; n++)
        {
            // Only others write such rows.
            await place.InsertAsync(new InstanceSample(Guid.NewGuid(), id, new Sample(At(n / 5), n, 0, 0, 0, 0)));
        }

        var paged = new List<InstanceSample>();
        for (SampleCursor? cursor = null; ;)
        {
            var page = await store.RecentAsync(id, 2, cursor, Cancel);
            paged.AddRange(page);
            if (page.Count < 2)
            {
                break;
            }

            cursor = new SampleCursor(page[1].Sample.Timestamp, page[1].Id);
        }

        Assert.Equal(await AllAsync(store, id), paged);
        Assert.Equal(12, paged.Select(row => row.Id).Distinct().Count());
        var sorted = paged.OrderByDescending(row => row.Sample.Timestamp).ThenByDescending(row => row.Id.ToString(), StringComparer.Ordinal);
        Assert.Equal(sorted, paged);
    }
}
