using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class TimescaleApacheSchemaTests(TimescaleApacheFixture fixture) : PostgresSuite<TimescaleApacheFixture>(fixture)
{
    // A chunk is made with a row of some instance, and nothing keeps that instance from being deleted.
    [Fact]
    public async Task Making_a_chunk_with_an_instance_that_is_deleted_meanwhile_leaves_it_for_the_next_call()
    {
        await using var place = await Fixture.FreshPostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);

        var made = await BesideDeletionAsync(
            place, id, () => place.QueryAsync("SELECT launchstack_make_ahead(now() + INTERVAL '100 days')"), "make_ahead");
        Assert.Equal([true], Assert.Single(made));
        Assert.Equal([false], Assert.Single(await place.QueryAsync("SELECT launchstack_make_ahead(now() + INTERVAL '100 days')")));
    }
}
