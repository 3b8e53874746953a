namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Who may have samples.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task Registering_twice_and_from_many_writers_at_once_registers_once()
    {
        var place = await fixture.PlaceAsync();
        var ids = Enumerable.Range(0, 100).Select(_ => Guid.NewGuid()).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            var mixed = ids.ToArray();
            new Random(writer).Shuffle(mixed);
            await (await place.StoreAsync(writer % 2)).RegisterInstancesAsync(mixed, Cancel);
        }));
        var store = await place.StoreAsync();
        Assert.Equal(ids.ToHashSet(), await store.FindInstancesAsync([.. ids, Guid.NewGuid()], Cancel));
        Assert.Empty(await store.FindInstancesAsync([], Cancel));
        await store.RegisterInstancesAsync([], Cancel);
    }

    [Fact]
    public async Task Instances_are_paged_by_ascending_id()
    {
        await using var place = await fixture.ReadyAsync();
        var store = await place.StoreAsync();
        Assert.Empty(await store.InstancesAsync(10, after: null, Cancel));
        var ids = Enumerable.Range(0, 25).Select(_ => Guid.NewGuid()).ToArray();
        await store.RegisterInstancesAsync(ids, Cancel);
        var paged = new List<Guid>();
        for (Guid? after = null; ; after = paged[^1])
        {
            var page = await store.InstancesAsync(10, after, Cancel);
            if (page.Count == 0)
            {
                break;
            }

            Assert.All(page, instance => Assert.Equal("", instance.Name));
            Assert.All(page, instance => Assert.InRange(instance.CreatedAt, Noon.AddYears(-1), Noon.AddYears(100)));
            paged.AddRange(page.Select(instance => instance.Id));
        }

        Assert.Equal(ids.OrderBy(id => id.ToString(), StringComparer.Ordinal), paged);
    }
}
