using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Timescale;

/// <summary>Deleting an instance from compressed chunks and aggregates, without a trace for the others.</summary>
public sealed class DeletionTests(TimescaleFixture fixture) : IClassFixture<TimescaleFixture>
{
    private static readonly TimeSpan Span = TimeSpan.FromDays(12);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compressed_history_goes_without_being_decompressed_and_leaves_the_next_refresh_nothing_to_do()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var ids = await CompressedAsync(place, store, instances: 12);
        var kept = ids[^1];
        var (hours, days) = await AnswersAsync(store, kept);
        var (written, stale) = (await LastWrittenAsync(place), await StaleAsync(place));

        // More than five in one session: from then on a plan for any instance would do, if the session were free to choose.
        foreach (var id in ids[..^1])
        {
            Assert.True(await store.DeleteInstanceAsync(id, Cancel));
            await AssertGoneAsync(place, id);
        }

        Assert.Equal([0L], (await DecompressedAsync(place)).Distinct());
        Assert.Equal(stale, await StaleAsync(place));
        await Jobs.RefreshBothAsync(place);
        Assert.Equal(written, await LastWrittenAsync(place));
        foreach (var id in ids[..^1])
        {
            await AssertGoneAsync(place, id);
        }

        var afterwards = await AnswersAsync(store, kept);
        Assert.Equal(hours, afterwards.Hours);
        Assert.Equal(days, afterwards.Days);
    }

    [Fact]
    public async Task Hours_and_days_that_have_outlived_their_raw_rows_and_are_compressed_go_too()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        await store.RegisterInstancesAsync([id, other], Cancel);
        foreach (var each in (Guid[])[id, other])
        {
            await Rows.AppendAsync(store, each, Timestamps.Day(Rows.ThisHour).AddDays(-300), Timestamps.Day(Rows.ThisHour).AddDays(-298), TimeSpan.FromMinutes(30));
        }

        await place.ExecuteAsync("CALL refresh_continuous_aggregate('resource_usage_hourly', now() - INTERVAL '310 days', now() - INTERVAL '1 hour')");
        await place.ExecuteAsync("CALL refresh_continuous_aggregate('resource_usage_daily', now() - INTERVAL '310 days', now() - INTERVAL '1 hour')");
        await Jobs.RunAsync(place, Jobs.Retention, "resource_usage");
        await Jobs.RunAsync(place, Jobs.Compression, "resource_usage_hourly");
        await Jobs.RunAsync(place, Jobs.Compression, "resource_usage_daily");
        var (hours, days) = await AnswersAsync(store, other);
        Assert.Equal((48, 2), (hours.Count, days.Count));

        Assert.True(await store.DeleteInstanceAsync(id, Cancel));
        await AssertGoneAsync(place, id);
        var afterwards = await AnswersAsync(store, other);
        Assert.Equal(hours, afterwards.Hours);
        Assert.Equal(days, afterwards.Days);
    }

    [Theory]
    [InlineData("resource_usage_hourly")]
    [InlineData("resource_usage_daily")]
    public async Task A_refresh_that_has_read_the_rows_before_they_went_does_not_bring_them_back(string aggregate)
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var (id, _) = await Rows.AppendAsync(store, TimeSpan.FromDays(2), TimeSpan.FromMinutes(10));
        if (aggregate == "resource_usage_daily")
        {
            await Jobs.RunAsync(place, Jobs.Refresh, "resource_usage_hourly");
        }

        // The refresh makes the first chunk of its aggregate when it has read its rows, and waits for this lock then.
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        var table = await MaterializedAsync(place, aggregate);
        await using (var hold = new NpgsqlCommand($"LOCK TABLE ONLY {table} IN SHARE UPDATE EXCLUSIVE MODE", other))
        {
            await hold.ExecuteNonQueryAsync(Cancel);
        }

        var refresh = Jobs.RunAsync(place, Jobs.Refresh, aggregate);
        await WaitsForAsync(place, table, "ShareUpdateExclusiveLock");
        var deletion = store.DeleteInstanceAsync(id, Cancel);
        await WaitsForAsync(place, table, "ShareRowExclusiveLock");
        Assert.False(deletion.IsCompleted);

        await transaction.CommitAsync(Cancel);
        await refresh;
        Assert.True(await deletion);
        await AssertGoneAsync(place, id);
        await Jobs.RefreshBothAsync(place);
        await AssertGoneAsync(place, id);
    }

    [Fact]
    public async Task An_aggregate_of_somebody_else_hears_of_a_deletion()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        await place.ExecuteAsync("""
            CREATE MATERIALIZED VIEW fleet WITH (timescaledb.continuous) AS
            SELECT time_bucket('1 hour', timestamp) AS bucket, count(*) AS samples FROM resource_usage GROUP BY 1 WITH NO DATA
            """);
        var ids = await CompressedAsync(place, store, instances: 2);
        await place.ExecuteAsync("CALL refresh_continuous_aggregate('fleet', NULL, now() - INTERVAL '1 hour')");
        await store.DeleteInstanceAsync(ids[0], Cancel);
        await place.ExecuteAsync("CALL refresh_continuous_aggregate('fleet', NULL, now() - INTERVAL '1 hour')");
        Assert.Equal(
            await place.QueryAsync("SELECT sum(samples) FROM fleet"),
            await place.QueryAsync("SELECT count(*)::NUMERIC FROM resource_usage WHERE timestamp < (SELECT max(bucket) + INTERVAL '1 hour' FROM fleet)"));
        await AssertGoneAsync(place, ids[0]);
    }

    [Fact]
    public async Task Purge_takes_away_what_turns_up_after_a_deletion_and_then_lets_the_tombstone_rest()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        var ids = await CompressedAsync(place, store, instances: 2);
        await store.DeleteInstanceAsync(ids[0], Cancel);
        Assert.Equal(0, await PurgeAsync(place));

        // As a refresh would have that was set to read from one snapshot throughout.
        foreach (var aggregate in (string[])["resource_usage_hourly", "resource_usage_daily"])
        {
            await place.ExecuteAsync(
                $"INSERT INTO {await MaterializedAsync(place, aggregate)} SELECT $1, bucket, avg_cpu, max_cpu, avg_memory, max_memory, total_network_in, total_network_out, sample_count, sum_cpu, min_cpu, sum_memory, min_memory, max_memory_limit FROM {aggregate} WHERE instance_id = $2",
                ids[0],
                ids[1]);
        }

        await LetPassAsync(place, "3 hours");
        Assert.InRange(await PurgeAsync(place), 2, 10);
        await AssertGoneAsync(place, ids[0]);
        await LetPassAsync(place, "3 hours");
        Assert.Equal(1, await PurgeAsync(place));
        Assert.Equal([true], Assert.Single(await place.QueryAsync("SELECT purged_at IS NOT NULL FROM instance_tombstones")));
        Assert.Equal(0, await PurgeAsync(place));
        Assert.NotEmpty((await AnswersAsync(store, ids[1])).Days);
    }

    /// <summary>Instances whose raw rows are compressed as far as they are old enough, with fresh aggregates.</summary>
    private static async Task<Guid[]> CompressedAsync(PostgresPlace place, ISampleStore store, int instances)
    {
        var ids = new Guid[instances];
        for (var index = 0; index < instances; index++)
        {
            (ids[index], _) = await Rows.AppendAsync(store, Span, TimeSpan.FromHours(1));
        }

        await Jobs.RunAsync(place, Jobs.Compression, "resource_usage");
        await Jobs.RefreshBothAsync(place);
        Assert.InRange((await DecompressedAsync(place)).Count, 4, 40);
        return ids;
    }

    private static async Task<(IReadOnlyList<object> Hours, IReadOnlyList<object> Days)> AnswersAsync(ISampleStore store, Guid id) => (
        [.. await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)],
        [.. await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)]);

    /// <summary>Asks the tables themselves: the store's answers would leave out what is stale.</summary>
    private static async Task AssertGoneAsync(PostgresPlace place, Guid id)
    {
        foreach (var relation in (string[])["resource_usage", await MaterializedAsync(place, "resource_usage_hourly"), await MaterializedAsync(place, "resource_usage_daily")])
        {
            Assert.Equal((relation, 0L), (relation, (long)(await place.QueryAsync($"SELECT count(*) FROM {relation} WHERE instance_id = $1", id))[0][0]));
        }
    }

    /// <summary>The sizes of what compressed chunks hold beside their batches.</summary>
    private static async Task<List<long>> DecompressedAsync(PostgresPlace place) => (await place.QueryAsync(
        "SELECT pg_relation_size(format('%I.%I', chunk_schema, chunk_name)::REGCLASS) FROM timescaledb_information.chunks WHERE is_compressed AND hypertable_name = 'resource_usage'"))
        .ConvertAll(row => (long)row[0]);

    private static async Task<string> StaleAsync(PostgresPlace place) =>
        (string)(await place.QueryAsync("SELECT (launchstack_stale_hours() + launchstack_stale_days())::TEXT"))[0][0];

    /// <summary>The newest transaction that wrote a row of an aggregate.</summary>
    private static async Task<object[]> LastWrittenAsync(PostgresPlace place) => (await place.QueryAsync($"""
        SELECT max(xmin::TEXT::BIGINT) FROM (
            SELECT xmin FROM {await MaterializedAsync(place, "resource_usage_hourly")} UNION ALL SELECT xmin FROM {await MaterializedAsync(place, "resource_usage_daily")}
        ) AS rows
        """))[0];

    private static async Task<string> MaterializedAsync(PostgresPlace place, string aggregate) => (string)(await place.QueryAsync(
        "SELECT format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name) FROM timescaledb_information.continuous_aggregates WHERE view_name = $1",
        aggregate))[0][0];

    private static Task WaitsForAsync(PostgresPlace place, string table, string mode) => Deadline.UntilAsync(
        async () => (await place.QueryAsync("SELECT FROM pg_locks WHERE NOT granted AND relation = $1::TEXT::REGCLASS AND mode = $2", table, mode)).Count > 0,
        $"somebody waits for {mode}");

    private static Task LetPassAsync(PostgresPlace place, string interval) => place.ExecuteAsync(
        $"UPDATE instance_tombstones SET deleted_at = deleted_at - INTERVAL '{interval}', cleared_at = cleared_at - INTERVAL '{interval}'");

    private static async Task<int> PurgeAsync(PostgresPlace place)
    {
        var steps = 0;
        while ((await place.QueryAsync("SELECT launchstack_purge()"))[0] is [true])
        {
            steps++;
        }

        return steps;
    }
}
