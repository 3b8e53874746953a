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
    public async Task A_query_that_takes_too_long_is_ended_by_the_server()
    {
        var place = await fixture.PostgresAsync();
        await using var store = place.Create(new PostgresStoreOptions { QueryTimeout = TimeSpan.FromMilliseconds(300) });
        await store.OpenAsync(applySchema: true, Cancel);
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand("LOCK TABLE network_baselines IN ACCESS EXCLUSIVE MODE", other);
        await hold.ExecuteNonQueryAsync(Cancel);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.BaselinesAsync(Guid.NewGuid(), [], Cancel));
        Assert.Contains(PostgresErrorCodes.QueryCanceled, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_that_the_server_ends_are_unavailable_and_replaced()
    {
        await using var place = await fixture.FreshPostgresAsync();
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
