using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Baselines, as queries need them.
public abstract partial class SampleStoreConformance<TFixture>
{
    private static readonly CounterKey Never = new("never seen", DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Baselines_are_those_of_the_counters_asked_for_and_not_all_that_an_instance_ever_had()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var other = await RegisterAsync(store);

        // A container in a crash loop: the same name, a new start each time.
        await store.AppendAsync([.. Enumerable.Range(0, 500).Select(start => Reading(id, start, 1000 + start, "a", At(start)))], Cancel);
        await store.AppendAsync([Reading(id, 7, 70, "b"), Reading(other, 7, 77, "a", At(7))], Cancel);
        CounterBaseline[] expected =
        [
            new(new CounterKey("a", At(7)), At(7), 1007, 2014), new(new CounterKey("a", At(499)), At(499), 1499, 2998),
        ];
        var found = await store.BaselinesAsync(id, [expected[0].Key, Never, expected[1].Key, expected[0].Key], Cancel);
        Assert.Equal(found.Count, found.Select(baseline => baseline.Key).Distinct().Count());
        Assert.All(expected, baseline => Assert.Contains(baseline, found));
        Assert.InRange(found.Count, 2, 3);
        Assert.DoesNotContain(found, baseline => baseline.NetworkIn == 77);
    }

    [Fact]
    public async Task Baselines_tell_whether_there_are_any_where_none_of_the_counters_asked_for_has_one()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var empty = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 1, 10, "a"), Reading(id, 2, 20, "b")], Cancel);
        Assert.Single(await store.BaselinesAsync(id, [Never], Cancel));
        Assert.Single(await store.BaselinesAsync(id, [], Cancel));
        Assert.Empty(await store.BaselinesAsync(empty, [Never], Cancel));
        Assert.Empty(await store.BaselinesAsync(Guid.NewGuid(), [new CounterKey("a", DateTimeOffset.UnixEpoch)], Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("it's \"quoted\" \\ [1,2] {}")]
    [InlineData("Ünïcode 容器 🐳")]
    public async Task Baselines_are_found_whatever_the_source_is_called_and_however_fine_its_start_is(string source)
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var startedAt = At(0.0000017);
        await store.AppendAsync([Reading(id, 1, 5, $"{source}2", startedAt), Reading(id, 2, 10, source, startedAt)], Cancel);
        var found = await store.BaselinesAsync(id, [new CounterKey(source, startedAt)], Cancel);
        Assert.Contains(new CounterBaseline(new CounterKey(source, At(0.000001)), At(2), 10, 20), found);
        await store.AppendAsync([Reading(id, 3, 12, source, startedAt)], Cancel);
        Assert.Equal([0, 10, 2], await BytesAsync(store, id));
    }
}
