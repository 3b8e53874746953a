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
        await BesideAsync(place, $"DELETE FROM instances WHERE id = '{id}'", async deleting =>
        {
            Assert.Equal([AppendOutcome.Locked], await store.AppendAsync([Reading(id, 2)], Cancel));
            await deleting.CommitAsync(Cancel);
        });
        Assert.Equal([AppendOutcome.UnknownInstance], await store.AppendAsync([Reading(id, 2)], Cancel));
    }

    [Fact]
    public async Task Instances_that_somebody_else_has_locked_are_said_at_once_and_their_neighbours_are_stored()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var (locked, free, unknown) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await store.RegisterInstancesAsync([locked, free], Cancel);
        await store.AppendAsync([Reading(locked, 1, networkIn: 100), Reading(free, 1, networkIn: 100)], Cancel);
        AppendSample[] samples = [Reading(locked, 2, networkIn: 150), Reading(unknown, 2), Reading(free, 2, networkIn: 175), Reading(locked, 2), Reading(locked, 3, networkIn: 160)];
        await WhileLockedAsync(place, locked, async () =>
        {
            Assert.Equal(
                [AppendOutcome.Locked, AppendOutcome.UnknownInstance, AppendOutcome.Stored, AppendOutcome.Locked, AppendOutcome.Locked],
                await store.AppendAsync(samples, Cancel));
            Assert.Equal((0m, 1L), await place.TotalAsync(locked));
            Assert.Equal((75m, 2L), await place.TotalAsync(free));
        });

        Assert.Equal(
            [AppendOutcome.Stored, AppendOutcome.UnknownInstance, AppendOutcome.Duplicate, AppendOutcome.Duplicate, AppendOutcome.Stored],
            await store.AppendAsync(samples, Cancel));
        Assert.Equal((60m, 3L), await place.TotalAsync(locked));
        Assert.Equal((75m, 2L), await place.TotalAsync(free));
    }

    [Fact]
    public async Task A_writer_of_its_own_that_holds_an_instance_is_not_taken_for_somebody_else()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var hold = new NpgsqlCommand(
            $"BEGIN; SELECT FROM instances WHERE id = '{id}' FOR KEY SHARE; SELECT FROM instances WHERE id = '{id}' FOR NO KEY UPDATE", other);
        await hold.ExecuteNonQueryAsync(Cancel);
        var sample = new AppendSample(id, new PendingSample(new Sample(Noon, 1, 2, 3, 4, 5), null));
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([sample], Cancel));
    }

    [Fact]
    public async Task A_dead_letter_of_a_locked_instance_stays_as_it_is_and_its_neighbours_are_retried()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var (locked, free) = (Guid.NewGuid(), Guid.NewGuid());
        await store.RegisterInstancesAsync([locked, free], Cancel);
        await store.BuryAsync([new RefusedSample(Reading(locked, 1), "refused by a test"), new RefusedSample(Reading(free, 1), "refused by a test")], Cancel);
        await WhileLockedAsync(place, locked, async () =>
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RetryDeadLettersAsync(new(), Cancel));
            Assert.Contains(locked.ToString(), error.Message, StringComparison.Ordinal);
        });

        var letter = Assert.Single(await store.DeadLettersAsync(new(), 10, null, Cancel));
        Assert.Equal((locked, "refused by a test"), (letter.Sample.InstanceId, letter.Reason));
        Assert.Equal(RetryOutcome.Stored, Assert.Single(await store.RetryDeadLettersAsync(new(), Cancel)).Outcome);
        Assert.Equal(1, (await place.TotalAsync(free)).Rows);
    }

    /// <summary>Does something while a transaction of somebody else has locked an instance; that has ended afterwards.</summary>
    private static Task WhileLockedAsync(PostgresPlace place, Guid id, Func<Task> act) =>
        BesideAsync(place, $"SELECT FROM instances WHERE id = '{id}' FOR UPDATE", async holding =>
        {
            await act();

            // Not by closing: the server hears of that a moment later.
            await holding.RollbackAsync(Cancel);
        });

    /// <summary>Starts something beside a transaction that has deleted an instance, which commits when a statement with a text waits for it.</summary>
    protected static async Task<T> BesideDeletionAsync<T>(PostgresPlace place, Guid id, Func<Task<T>> start, string waiting)
    {
        Task<T>? started = null;
        await BesideAsync(place, $"DELETE FROM instances WHERE id = '{id}'", async deleting =>
        {
            started = start();
            await Deadline.UntilAsync(
                async () => (await place.QueryAsync(
                    $"SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%{waiting}%'")).Count > 0,
                "it waits for the deletion");
            await deleting.CommitAsync(Cancel);
        });
        return await started!;
    }

    /// <summary>Does something beside a transaction of somebody else that has run a statement, and ends it.</summary>
    private static async Task BesideAsync(PostgresPlace place, string statement, Func<NpgsqlTransaction, Task> act)
    {
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var command = new NpgsqlCommand(statement, other))
        {
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await act(transaction);
    }
}
