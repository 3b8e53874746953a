using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Npgsql;

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

        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var command = new NpgsqlCommand($"DELETE FROM instances WHERE id = '{id}'", other))
        {
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var making = place.QueryAsync("SELECT launchstack_make_ahead(now() + INTERVAL '100 days')");
        await Deadline.UntilAsync(
            async () => (await place.QueryAsync(
                "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%make_ahead%'")).Count > 0,
            "making the chunk waits for the deletion");
        await transaction.CommitAsync(Cancel);
        Assert.Equal([true], Assert.Single(await making));
        Assert.Equal([false], Assert.Single(await place.QueryAsync("SELECT launchstack_make_ahead(now() + INTERVAL '100 days')")));
    }
}
