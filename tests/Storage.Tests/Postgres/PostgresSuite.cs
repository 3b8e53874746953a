using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

/// <summary>What each tier of PostgreSQL guarantees beyond the common suite.</summary>
/// <param name="fixture">The tier's database.</param>
public abstract partial class PostgresSuite<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : PostgresStoreFixture, IStoreFixture
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sql_and_csharp_derive_the_ids_of_the_vectors()
    {
        var place = await fixture.PostgresAsync();
        await place.StoreAsync();
        foreach (var (instanceId, timestamp, id) in SampleIdVectors.All())
        {
            var rows = await place.QueryAsync("SELECT launchstack_sample_id($1, $2)", instanceId, timestamp.UtcDateTime);
            Assert.Equal(id, rows[0][0]);
            Assert.Equal(id, SampleId.Derive(instanceId, timestamp));
        }

        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => place.QueryAsync("SELECT launchstack_sample_id($1, $2)", Guid.NewGuid(), DateTime.UnixEpoch.AddTicks(-10)));
        Assert.Equal(PostgresErrorCodes.DatetimeFieldOverflow, refusal.SqlState);
    }

    [Fact]
    public async Task The_guides_queries_run_as_they_are_written()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        var now = TimeProvider.System.GetUtcNow();
        await store.AppendAsync([new AppendSample(id, new PendingSample(new Sample(now, 50, 1, 2, 3, 4), null))], Cancel);
        var raw = await place.QueryAsync($"""
            SELECT * FROM resource_usage 
            WHERE instance_id = '{id}' 
            ORDER BY timestamp DESC 
            LIMIT 60;
            """);
        Assert.Equal([SampleId.Derive(id, now), id, Timestamps.Floor(now).UtcDateTime, 50.0, 1L, 2L, 3L, 4L], Assert.Single(raw));
        var hourly = await place.QueryAsync($"""
            SELECT bucket, avg_cpu
            FROM resource_usage_hourly
            WHERE instance_id = '{id}'
              AND bucket > NOW() - INTERVAL '1 day'
            ORDER BY bucket DESC;
            """);
        Assert.Equal([Timestamps.Hour(now).UtcDateTime, 50.0], Assert.Single(hourly));
    }

    [Fact]
    public async Task The_schema_is_the_guides_with_more_columns_at_the_views_end()
    {
        var place = await fixture.PostgresAsync();
        await place.StoreAsync();
        Assert.Equal(
            "id uuid, instance_id uuid, timestamp timestamp with time zone, cpu_usage double precision, memory_usage bigint, memory_limit bigint, network_in bigint, network_out bigint",
            await ColumnsAsync(place, "resource_usage"));
        Assert.Equal(
            "instance_id uuid, bucket timestamp with time zone, avg_cpu double precision, max_cpu double precision, avg_memory numeric, max_memory bigint, total_network_in numeric, total_network_out numeric, sample_count bigint, sum_cpu double precision, min_cpu double precision, sum_memory numeric, min_memory bigint, max_memory_limit bigint",
            await ColumnsAsync(place, "resource_usage_hourly"));
        var keys = await place.QueryAsync(
            "SELECT string_agg(pg_get_constraintdef(oid), '; ' ORDER BY contype DESC) FROM pg_constraint WHERE conrelid = 'resource_usage'::regclass AND contype IN ('p', 'f')");
        Assert.Equal("PRIMARY KEY (id, \"timestamp\"); FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE", keys[0][0]);
    }

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

    [Fact]
    public async Task A_sample_that_the_database_refuses_is_a_data_error_and_nothing_is_stored()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await Assert.ThrowsAsync<StoreDataException>(() => store.AppendAsync([Reading(id, 1), Reading(id, 2, "zero \0 byte")], Cancel));
        Assert.Equal((0m, 0L), await place.TotalAsync(id));
        Assert.Empty(await store.BaselinesAsync(id, Cancel));
    }

    [Fact]
    public async Task A_writer_that_waits_too_long_for_a_lock_gives_up_as_unavailable_and_stores_nothing()
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
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AppendAsync([Reading(id, 2)], Cancel));
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
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.BaselinesAsync(Guid.NewGuid(), Cancel));
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
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.LatestAsync(id, Cancel));
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Reading(id, 2)], Cancel));
        Assert.NotNull(await store.LatestAsync(id, Cancel));
    }

    [Fact]
    public async Task Time_limits_end_with_their_transaction_so_that_a_shared_session_is_left_as_it_was()
    {
        var place = await fixture.PostgresAsync();
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

    private static AppendSample Reading(Guid instanceId, int second, string source = "", long networkIn = 4) => new(
        instanceId,
        new PendingSample(new Sample(Noon.AddSeconds(second), 1, 2, 3, networkIn, 5), new CounterKey(source, DateTimeOffset.UnixEpoch)));

    private static async Task<string> ColumnsAsync(PostgresPlace place, string table) =>
        (string)(await place.QueryAsync(
            "SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = $1",
            table))[0][0];
}
