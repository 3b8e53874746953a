using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// What the callers get when the server refuses, is slow or goes away.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task A_sample_that_the_database_refuses_is_a_data_error_and_nothing_is_stored()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await Assert.ThrowsAsync<StoreDataException>(() => store.AppendAsync([Reading(id, 1), Reading(id, 2, "zero \0 byte")], Cancel));
        Assert.Equal((0m, 0L), await place.TotalAsync(id));
        Assert.Empty(await store.BaselinesAsync(id, [], Cancel));
    }

    [Fact]
    public async Task A_writer_that_waits_too_long_gives_up_as_timed_out_and_stores_nothing()
    {
        var place = await fixture.PostgresAsync();
        await using var store = place.Create(new PostgresStoreOptions { WriteTimeout = TimeSpan.FromMilliseconds(300) });
        await store.OpenAsync(applySchema: true, Cancel);
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await store.AppendAsync([Reading(id, 1)], Cancel);
        await using (var other = new NpgsqlConnection(place.ConnectionString))
        {
            await other.OpenAsync(Cancel);
            await using var transaction = await other.BeginTransactionAsync(Cancel);
            await using var hold = new NpgsqlCommand($"SELECT FROM network_baselines WHERE instance_id = '{id}' FOR UPDATE", other);
            await hold.ExecuteNonQueryAsync(Cancel);
            await Assert.ThrowsAsync<StoreTimeoutException>(() => store.AppendAsync([Reading(id, 2)], Cancel));
        }

        Assert.Equal((0m, 1L), await place.TotalAsync(id));
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Reading(id, 2)], Cancel));
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_ended_by_the_server_and_said_to_be_too_long()
    {
        var place = await fixture.PostgresAsync();
        var limit = TimeSpan.FromMilliseconds(300);
        await using var store = place.Create(new PostgresStoreOptions { QueryTimeout = limit });
        await store.OpenAsync(applySchema: true, Cancel);
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand("LOCK TABLE network_baselines IN ACCESS EXCLUSIVE MODE", other);
        await hold.ExecuteNonQueryAsync(Cancel);
        var error = await Assert.ThrowsAsync<QueryTimeoutException>(() => store.BaselinesAsync(Guid.NewGuid(), [], Cancel));
        Assert.Equal(limit, error.Limit);
        await using var fleet = new NpgsqlCommand("LOCK TABLE resource_usage IN ACCESS EXCLUSIVE MODE", other);
        await fleet.ExecuteNonQueryAsync(Cancel);
        await Assert.ThrowsAsync<QueryTimeoutException>(() => store.FleetUsageAsync(null, [new TimeRange(Noon, Noon.AddHours(1))], [], Cancel));
    }

    [Fact]
    public async Task What_ingest_asks_is_tried_again_where_it_takes_too_long_whatever_queries_may_take()
    {
        var place = await fixture.PostgresAsync();
        await using var store = place.Create(new PostgresStoreOptions { StatementTimeout = TimeSpan.FromMilliseconds(300), QueryTimeout = TimeSpan.FromMinutes(1) });
        await store.OpenAsync(applySchema: true, Cancel);
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand("LOCK TABLE instances IN ACCESS EXCLUSIVE MODE", other);
        await hold.ExecuteNonQueryAsync(Cancel);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RegisterInstancesAsync([Guid.NewGuid()], Cancel));
        Assert.Contains(PostgresErrorCodes.QueryCanceled, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_that_hold_all_their_connections_keep_no_new_instance_from_being_stored()
    {
        var place = await fixture.PostgresAsync();
        await using var store = place.Create(new PostgresStoreOptions { QueryConnections = 2, ConnectTimeout = TimeSpan.FromSeconds(1) });
        await store.OpenAsync(applySchema: true, Cancel);
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        var transaction = await other.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand("LOCK TABLE network_baselines IN ACCESS EXCLUSIVE MODE", other);
        await hold.ExecuteNonQueryAsync(Cancel);
        var id = Guid.NewGuid();
        Task[] queries = [store.BaselinesAsync(id, [], Cancel), store.BaselinesAsync(id, [], Cancel)];
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RecentAsync(id, 1, null, Cancel));

        await store.RegisterInstancesAsync([id], Cancel);
        Assert.Contains(id, await store.FindInstancesAsync([id], Cancel));
        Assert.DoesNotContain(id, await store.DeletedInstancesAsync(Cancel));
        await store.PingAsync(Cancel);
        var sample = new AppendSample(id, new PendingSample(new Sample(Noon, 1, 2, 3, 4, 5), null));
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([sample], Cancel));
        await store.BuryAsync([new RefusedSample(sample, "refused by a test")], Cancel);

        await transaction.DisposeAsync();
        await Task.WhenAll(queries);
        Assert.Single(await store.RecentAsync(id, 1, null, Cancel));
        await store.DropDeadLettersAsync(new DeadLetterSelection { InstanceId = id }, Cancel);
    }

    [Fact]
    public async Task A_query_that_no_number_can_answer_is_neither_an_outage_nor_a_fault_of_the_service()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        foreach (var second in new[] { 1, 2 })
        {
            await place.InsertAsync(new InstanceSample(Guid.NewGuid(), id, new Sample(Noon.AddSeconds(second), double.MaxValue, 2, 3, 4, 5)));
        }

        var error = await Assert.ThrowsAsync<QueryFailedException>(() => store.BucketsAsync(id, Noon, Noon.AddHours(1), TimeSpan.FromHours(1), Cancel));
        await store.DeleteInstanceAsync(id, Cancel);
        Assert.Contains(PostgresErrorCodes.NumericValueOutOfRange, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_that_the_server_ends_are_unavailable_and_replaced()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await store.AppendAsync([Reading(id, 1)], Cancel);
        await place.QueryAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AppendAsync([Reading(id, 2)], Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RecentAsync(id, 1, null, Cancel));
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Reading(id, 2)], Cancel));
        Assert.Single(await store.RecentAsync(id, 1, null, Cancel));
    }

    [Fact]
    public async Task Time_limits_end_with_their_transaction_so_that_a_shared_session_is_left_as_it_was()
    {
        var place = await fixture.PostgresAsync();
        await place.StoreAsync();
        await using var connection = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await connection.OpenAsync(Cancel);
        var statements = new PostgresStatements(TierFolders.Of(TFixture.Tier));
        await using (var batch = statements.Limited(connection, TimeSpan.FromSeconds(7), "find-instances", Parameter.Uuids([])))
        {
            await batch.ExecuteNonQueryAsync(Cancel);
        }

        await using var show = new NpgsqlCommand("SHOW statement_timeout", connection);
        Assert.Equal("0", await show.ExecuteScalarAsync(Cancel));
    }
}
