using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// Races that a test can force, because it holds the other side.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task A_reading_whose_place_is_taken_while_it_is_written_is_a_duplicate_and_moves_no_baseline()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await store.AppendAsync([Reading(id, 1, networkIn: 100)], Cancel);
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var insert = new NpgsqlCommand("INSERT INTO resource_usage (id, instance_id, timestamp) VALUES ($1, $2, $3)", other))
        {
            var timestamp = Noon.AddSeconds(2);
            insert.Parameters.Add(new NpgsqlParameter { Value = SampleId.Derive(id, timestamp) });
            insert.Parameters.Add(new NpgsqlParameter { Value = id });
            insert.Parameters.Add(new NpgsqlParameter { Value = timestamp.UtcDateTime });
            await insert.ExecuteNonQueryAsync(Cancel);
        }

        // It has seen that nothing is stored there, has derived its bytes, and now waits for the row.
        var appending = store.AppendAsync([Reading(id, 2, networkIn: 150), Reading(id, 3, networkIn: 175)], Cancel);
        await Deadline.UntilAsync(
            async () => (await place.QueryAsync(
                "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ 'INSERT INTO resource_usage|COPY resource_usage'")).Count > 0,
            "the writer waits for the row");
        await transaction.CommitAsync(Cancel);
        Assert.Equal([AppendOutcome.Duplicate, AppendOutcome.Stored], await appending);
        Assert.Equal((75m, 3L), await place.TotalAsync(id));
    }

    [Fact]
    public async Task An_instance_that_is_deleted_while_its_samples_are_written_is_unknown()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        Assert.Equal(
            [AppendOutcome.UnknownInstance],
            await BesideDeletionAsync(place, id, () => store.AppendAsync([Reading(id, 2)], Cancel), "FOR KEY SHARE"));
    }

    /// <summary>Starts something beside a transaction that has deleted an instance, which commits when a statement with a text waits for it.</summary>
    protected static async Task<T> BesideDeletionAsync<T>(PostgresPlace place, Guid id, Func<Task<T>> start, string waiting)
    {
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var delete = new NpgsqlCommand($"DELETE FROM instances WHERE id = '{id}'", other))
        {
            await delete.ExecuteNonQueryAsync(Cancel);
        }

        var started = start();
        await Deadline.UntilAsync(
            async () => (await place.QueryAsync(
                $"SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%{waiting}%'")).Count > 0,
            "it waits for the deletion");
        await transaction.CommitAsync(Cancel);
        return await started;
    }
}
