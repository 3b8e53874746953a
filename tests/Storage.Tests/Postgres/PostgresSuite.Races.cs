using LaunchStack.Metrics.Models;
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
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var delete = new NpgsqlCommand($"DELETE FROM instances WHERE id = '{id}'", other))
        {
            await delete.ExecuteNonQueryAsync(Cancel);
        }

        var appending = store.AppendAsync([Reading(id, 2)], Cancel);
        await Deadline.UntilAsync(
            async () => (await place.QueryAsync(
                "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR KEY SHARE%'")).Count > 0,
            "the writer waits for the instance");
        await transaction.CommitAsync(Cancel);
        Assert.Equal([AppendOutcome.UnknownInstance], await appending);
    }
}
