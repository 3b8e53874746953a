using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class MaintenanceTests(PlainPostgresFixture fixture) : IClassFixture<PlainPostgresFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_that_takes_longer_than_a_query_may_comes_to_its_end()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await using var store = place.Create(new PostgresStoreOptions { QueryTimeout = TimeSpan.FromMilliseconds(100) });
        await store.OpenAsync(applySchema: true, Cancel);

        // Longer than the driver gives the queries of this store, which is five seconds more than the server does.
        await place.ExecuteAsync("""
            CREATE OR REPLACE FUNCTION launchstack_purge() RETURNS BOOLEAN LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(6); RETURN false; END $$
            """);
        Assert.Null(Assert.Single(await store.MaintainAsync("tests", Cancel), run => run.Task == "purge").Error);
    }
}
