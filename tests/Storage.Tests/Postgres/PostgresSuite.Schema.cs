using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// Applying the schema to what is there already.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task A_table_of_instances_that_was_there_before_is_referenced_and_never_changed()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.ExecuteAsync(
            "CREATE TABLE instances (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL, name text, status text)");
        var known = Guid.NewGuid();
        await place.ExecuteAsync("INSERT INTO instances VALUES ($1, $1, 'theirs')", known);
        var before = await ColumnsAsync(place, "instances");
        var store = await place.StoreAsync();
        Assert.False(store.ManagesInstances);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.RegisterInstancesAsync([Guid.NewGuid()], Cancel));
        Assert.Equal([new InstanceInfo(known, "theirs", DateTimeOffset.UnixEpoch)], await store.InstancesAsync(10, after: null, Cancel));
        Assert.Equal([AppendOutcome.Stored, AppendOutcome.UnknownInstance], await store.AppendAsync([Reading(known, 1), Reading(Guid.NewGuid(), 1)], Cancel));
        Assert.Equal(before, await ColumnsAsync(place, "instances"));
        await store.OpenAsync(applySchema: true, Cancel);
        Assert.False(store.ManagesInstances);
    }

    [Theory]
    [InlineData("CREATE TABLE instances (id text PRIMARY KEY)", "instances")]
    [InlineData("CREATE TABLE resource_usage (id uuid)", "db migrate")]
    public async Task Tables_that_cannot_be_used_are_refused_with_what_to_do(string table, string hint)
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.ExecuteAsync(table);
        await using var store = place.Create();
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: true, Cancel));
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_tier_than_the_schemas_is_refused_and_auto_keeps_the_schemas()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.StoreAsync();
        await using var auto = place.Create(TierChoice.Auto);
        await auto.OpenAsync(applySchema: true, Cancel);
        Assert.Equal(TFixture.Tier, auto.Tier);
        await using var other = place.Create(TFixture.Tier == Tier.Postgres ? TierChoice.Apache : TierChoice.Postgres);
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => other.OpenAsync(applySchema: true, Cancel));
        Assert.Contains("the database holds the schema of tier", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_run_that_is_killed_goes_on_where_it_stopped()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await using var store = place.Create();
        await using var blocker = new NpgsqlConnection($"{place.ConnectionString};Pooling=false;Application Name=blocker");
        await blocker.OpenAsync(Cancel);
        await using (var table = new NpgsqlCommand("CREATE TABLE instances (id uuid PRIMARY KEY)", blocker))
        {
            await table.ExecuteNonQueryAsync(Cancel);
        }

        await using var transaction = await blocker.BeginTransactionAsync(Cancel);
        await using (var block = new NpgsqlCommand("LOCK TABLE instances IN SHARE UPDATE EXCLUSIVE MODE", blocker))
        {
            await block.ExecuteNonQueryAsync(Cancel);
        }

        // The second script wants a foreign key to the table, and has to wait.
        var opening = store.OpenAsync(applySchema: true, Cancel);
        await Deadline.UntilAsync(
            async () => (await place.QueryAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'blocker' AND wait_event_type = 'Lock' AND query LIKE '%network_baselines%'")).Count > 0,
            "the schema run waits for the lock");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => opening);
        await transaction.RollbackAsync(Cancel);
        await store.OpenAsync(applySchema: true, Cancel);
        Assert.Equal(TFixture.Tier, store.Tier);
    }
}
