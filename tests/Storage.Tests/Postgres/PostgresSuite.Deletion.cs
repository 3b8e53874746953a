using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// Deletions beside others that a test holds, and those of an instance that belongs to somebody else.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task A_deletion_waits_for_a_writer_that_holds_the_instance_and_takes_its_row_too()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        var timestamp = Noon.AddSeconds(7);
        var deletion = await DeleteBesideAsync(
            place,
            store,
            id,
            $"SELECT FROM instances WHERE id = '{id}' FOR KEY SHARE; INSERT INTO resource_usage (id, instance_id, timestamp) VALUES ('{SampleId.Derive(id, timestamp)}', '{id}', '{timestamp:O}')");
        Assert.True(await deletion);
        Assert.Equal((0m, 0L), await place.TotalAsync(id));
        Assert.Empty(await store.FindInstancesAsync([id], Cancel));
    }

    [Fact]
    public async Task A_deletion_waits_for_a_registration_that_has_not_seen_its_tombstone()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await place.DeleteInstanceAsync(id);
        var deletion = await DeleteBesideAsync(place, store, id, $"SELECT launchstack_register_instances(ARRAY['{id}'::UUID])");
        Assert.True(await deletion);
        await store.RegisterInstancesAsync([id], Cancel);
        Assert.Empty(await store.FindInstancesAsync([id], Cancel));
    }

    [Fact]
    public async Task The_owner_of_the_instances_takes_away_what_the_service_has_of_one_before_deleting_it()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.ExecuteAsync("CREATE TABLE instances (id UUID PRIMARY KEY)");
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        await place.ExecuteAsync("INSERT INTO instances VALUES ($1), ($2)", id, other);
        var store = await place.StoreAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.CreateInstanceAsync(Guid.NewGuid(), "", Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.DeleteInstanceAsync(id, Cancel));
        Assert.Empty(await store.DeletedInstancesAsync(Cancel));
        await store.AppendAsync([.. Enumerable.Range(0, 72).SelectMany(hour => new[] { Reading(id, hour * 3600), Reading(other, hour * 3600) })], Cancel);

        while ((await place.QueryAsync("SELECT launchstack_delete_usage($1)", id))[0] is [true])
        {
        }

        Assert.Equal((0m, 0L), await place.TotalAsync(id));
        Assert.Empty(await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
        Assert.Equal(72, (await place.TotalAsync(other)).Rows);
        await place.DeleteInstanceAsync(id);
        Assert.Equal([AppendOutcome.UnknownInstance, AppendOutcome.Stored], await store.AppendAsync([Reading(id, 1), Reading(other, 1)], Cancel));
    }

    /// <summary>Starts a deletion beside a transaction that commits when the deletion waits.</summary>
    private static async Task<Task<bool>> DeleteBesideAsync(
        PostgresPlace place, ISampleStore store, Guid id, string statements)
    {
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var command = new NpgsqlCommand(statements, other))
        {
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var deletion = store.DeleteInstanceAsync(id, Cancel);
        await Deadline.UntilAsync(
            async () => (await place.QueryAsync(
                "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%launchstack_%instance%'")).Count > 0,
            "the deletion waits");
        Assert.False(deletion.IsCompleted);
        await transaction.CommitAsync(Cancel);
        return deletion;
    }
}
