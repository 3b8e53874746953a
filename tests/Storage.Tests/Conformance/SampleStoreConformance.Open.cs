namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Opening.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task An_open_store_knows_its_tier_and_describes_itself_without_secrets()
    {
        var store = await StoreAsync();
        await store.PingAsync(Cancel);
        Assert.Equal(TFixture.Tier, store.Tier);
        Assert.True(store.ManagesInstances);
        Assert.DoesNotContain("assword", store.Description, StringComparison.Ordinal);
        Assert.Matches(TFixture.Tier == Tier.Sqlite ? @"^SQLite [\d.]+ at /.+\.db$" : @"PostgreSQL \d[\w.]* at [\w.]+:\d+/test_\w+$", store.Description);
    }

    [Fact]
    public async Task A_store_that_is_not_open_says_so()
    {
        await using var place = await fixture.FreshAsync();
        await using var store = place.Create();
        Assert.Throws<InvalidOperationException>(() => store.Description);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.RecentAsync(Guid.NewGuid(), 1, null, Cancel));
    }

    [Fact]
    public async Task Opening_again_keeps_what_is_stored()
    {
        await using var place = await fixture.FreshAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Reading(id, 1, 5)], Cancel);
        await store.OpenAsync(applySchema: true, Cancel);
        await store.OpenAsync(applySchema: false, Cancel);
        await store.AppendAsync([Reading(id, 2, 8)], Cancel);
        Assert.Equal([0, 3], await BytesAsync(store, id));
    }

    [Fact]
    public async Task Without_leave_to_apply_the_schema_a_missing_one_is_an_error_that_says_what_to_do()
    {
        await using var place = await fixture.FreshAsync();
        await using var store = place.Create();
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: false, Cancel));
        Assert.Contains("Metrics:ApplySchema=true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_stores_that_open_one_fresh_database_at_once_all_get_the_schema()
    {
        await using var place = await fixture.FreshAsync();
        if (!place.IsShareable)
        {
            var only = await place.StoreAsync();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => only.OpenAsync(applySchema: true, Cancel)));
            return;
        }

        var stores = Enumerable.Range(0, 4).Select(_ => place.Create()).ToList();
        await Task.WhenAll(stores.Select(store => Task.Run(() => store.OpenAsync(applySchema: true, Cancel), Cancel)));
        foreach (var store in stores)
        {
            Assert.Equal(TFixture.Tier, store.Tier);
            await store.DisposeAsync();
        }
    }
}
