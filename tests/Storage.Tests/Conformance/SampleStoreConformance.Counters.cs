using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Network counters are exact.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task The_first_reading_ever_is_zero_bytes_and_later_ones_are_what_came_since()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 1, 1000), Reading(id, 2, 1500)], Cancel);
        await store.AppendAsync([Reading(id, 3, 1500), Reading(id, 4, long.MaxValue / 2)], Cancel);
        Assert.Equal([0, 500, 0, (long.MaxValue / 2) - 1500], await BytesAsync(store, id));
        Assert.All(await AllAsync(store, id), row => Assert.Equal(2 * row.Sample.NetworkIn, row.Sample.NetworkOut));
    }

    [Fact]
    public async Task Readings_of_a_batch_count_by_time_and_not_by_place()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 3, 40), Reading(id, 1, 10), Reading(id, 2, 20)], Cancel);
        Assert.Equal([0, 10, 20], await BytesAsync(store, id));
    }

    [Fact]
    public async Task A_late_reading_is_zero_bytes_because_they_are_in_the_row_after_it()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 1, 10), Reading(id, 5, 50)], Cancel);
        await store.AppendAsync([Reading(id, 3, 30)], Cancel);
        await store.AppendAsync([Reading(id, 6, 60)], Cancel);
        Assert.Equal([0, 0, 40, 10], await BytesAsync(store, id));
    }

    [Fact]
    public async Task A_smaller_reading_is_a_reset_and_counts_from_zero()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 1, 100)], Cancel);
        await store.AppendAsync([Reading(id, 2, 30), Reading(id, 3, 35)], Cancel);
        Assert.Equal([0, 30, 5], await BytesAsync(store, id));
    }

    [Fact]
    public async Task A_new_source_or_start_within_an_instances_life_counts_from_zero()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 1, 100, "a")], Cancel);
        await store.AppendAsync([Reading(id, 2, 7, "b")], Cancel);
        await store.AppendAsync([Reading(id, 3, 500, "a", At(2.5)), Reading(id, 4, 9, "b")], Cancel);
        Assert.Equal([0, 7, 500, 2], await BytesAsync(store, id));
    }

    [Fact]
    public async Task Two_sources_in_turn_do_not_disturb_each_other()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 1, 100, "a"), Reading(id, 2, 1000, "b")], Cancel);
        for (var n = 1; n <= 3; n++)
        {
            await store.AppendAsync([Reading(id, 10 * n, 100 + n, "a"), Reading(id, (10 * n) + 1, 1000 + (5 * n), "b")], Cancel);
        }

        Assert.Equal([0, 1000, 1, 5, 1, 5, 1, 5], await BytesAsync(store, id));
    }

    [Fact]
    public async Task A_start_finer_than_a_microsecond_is_the_same_start_the_next_time()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var startedAt = At(0.0000017);
        await store.AppendAsync([Reading(id, 1, 100, "a", startedAt)], Cancel);
        await store.AppendAsync([Reading(id, 2, 130, "a", startedAt)], Cancel);
        Assert.Equal([0, 30], await BytesAsync(store, id));
    }

    [Fact]
    public async Task A_reading_that_is_stored_already_does_not_move_the_baseline()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 1, 100), Delta(id, At(2), networkIn: 1)], Cancel);
        var outcomes = await store.AppendAsync([Reading(id, 2, 200), Reading(id, 1, 9999)], Cancel);
        Assert.Equal([AppendOutcome.Duplicate, AppendOutcome.Duplicate], outcomes);
        Assert.Equal(
            [new CounterBaseline(new CounterKey("", DateTimeOffset.UnixEpoch), At(1), 100, 200)], await AnyBaselineAsync(store, id));
        await store.AppendAsync([Reading(id, 3, 300)], Cancel);
        Assert.Equal([0, 1, 200], await BytesAsync(store, id));
    }

    [Fact]
    public async Task Readings_sent_again_after_an_unknown_commit_change_nothing_and_later_ones_go_on()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        AppendSample[] batch = [Reading(id, 1, 100), Reading(id, 2, 150)];
        await store.AppendAsync(batch, Cancel);
        await store.AppendAsync([.. batch, Reading(id, 3, 175)], Cancel);
        Assert.Equal([0, 50, 25], await BytesAsync(store, id));
    }

    [Fact]
    public async Task Counters_stay_exact_when_two_stores_write_readings_of_one_instance_at_once()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 0, 5000)], Cancel);
        var pieces = Enumerable.Range(1, 400).Select(n => Reading(id, n, 5000 + (7 * n))).Chunk(10).ToArray();
        new Random(17).Shuffle(pieces);
        await Task.WhenAll(pieces.Select((piece, index) => Task.Run(
            async () => await (await place.StoreAsync(index % 2)).AppendAsync(piece, Cancel), Cancel)));

        // Whatever came first and whatever came late, all rows together hold what the last reading has above the first.
        Assert.Equal((2800m, 401L), await place.TotalAsync(id));
        Assert.Equal(7800, Assert.Single(await AnyBaselineAsync(store, id)).NetworkIn);
    }

    [Fact]
    public async Task Only_one_source_is_the_first_ever_when_many_start_at_once()
    {
        var place = await fixture.PlaceAsync();
        for (var round = 0; round < 5; round++)
        {
            var id = await RegisterAsync(await place.StoreAsync());
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
                await (await place.StoreAsync(n % 2)).AppendAsync([Reading(id, n, 1000, $"source {n}")], Cancel)));
            Assert.Equal((7000m, 8L), await place.TotalAsync(id));
        }
    }

    [Fact]
    public async Task Counters_stay_exact_when_other_samples_take_their_timestamps_meanwhile()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 0, 1000)], Cancel);
        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(writer => Task.Run(
                async () =>
                {
                    var mine = await place.StoreAsync(writer % 2);
                    for (var n = 1; n <= 100; n++)
                    {
                        await mine.AppendAsync([writer < 2 ? Reading(id, n, 1000 + n) : Delta(id, At(n))], Cancel);
                    }
                },
                Cancel)));

        // Whoever won each second, the baseline stands at the newest reading that has a row, and the rows hold all bytes up to it.
        var baseline = Assert.Single(await AnyBaselineAsync(store, id));
        Assert.Equal((baseline.NetworkIn - 1000m, 101L), await place.TotalAsync(id));
    }
}
