using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Rollup;

/// <summary>What the tiers of PostgreSQL with a rollup of ours guarantee about it. One file per aspect.</summary>
/// <param name="fixture">The tier's database.</param>
public abstract partial class RollupSuite<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : PostgresStoreFixture, IRollupFixture
{
    // Hours and days as the views have them and as the raw rows say, in one statement and so under one snapshot.
    private const string Mismatches = """
        SET jit = off;
        SELECT 'hour' AS kind, raw, answer
        FROM (
            SELECT instance_id, date_bin('1 hour', timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket, MAX(cpu_usage), AVG(memory_usage), MAX(memory_usage),
                SUM(network_in), SUM(network_out), COUNT(*), MIN(cpu_usage), SUM(memory_usage), MIN(memory_usage), MAX(memory_limit)
            FROM resource_usage WHERE instance_id = ANY ({0}) GROUP BY 1, 2) AS raw
        FULL JOIN (
            SELECT instance_id, bucket, max_cpu, avg_memory, max_memory, total_network_in, total_network_out, sample_count, min_cpu, sum_memory, min_memory, max_memory_limit
            FROM resource_usage_hourly WHERE instance_id = ANY ({0})) AS answer USING (instance_id, bucket)
        WHERE raw IS DISTINCT FROM answer
        UNION ALL
        SELECT 'day', raw, answer
        FROM (
            SELECT instance_id, date_bin('1 day', timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS bucket, AVG(memory_usage), SUM(network_in), COUNT(*)
            FROM resource_usage WHERE instance_id = ANY ({0}) GROUP BY 1, 2) AS raw
        FULL JOIN (
            SELECT instance_id, bucket, avg_memory, total_network_in, sample_count FROM resource_usage_daily WHERE instance_id = ANY ({0})) AS answer USING (instance_id, bucket)
        WHERE raw IS DISTINCT FROM answer
        """;

    /// <summary>Start of an hour that is over and not rolled up at first.</summary>
    private static DateTimeOffset Finished => Timestamps.Hour(TimeProvider.System.GetUtcNow()).AddHours(-5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<(PostgresPlace Place, ISampleStore Store, Guid InstanceId)> SharedAsync()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        return (place, store, await RegisterAsync(store));
    }

    private static async Task<Guid> RegisterAsync(ISampleStore store)
    {
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        return id;
    }

    private static Task<AppendOutcome[]> AppendAsync(ISampleStore store, Guid id, params DateTimeOffset[] moments) => store.AppendAsync(
        [.. moments.Select(moment => new AppendSample(id, new PendingSample(new Sample(moment, 1, 2, 3, 4, 5), null)))], Cancel);

    private static async Task<long> CountAsync(ISampleStore store, Guid id, DateTimeOffset hour) =>
        (await store.HourlyAsync(id, hour, hour.AddHours(1), Cancel)).Sum(usage => usage.SampleCount);

    private static async Task AssertEqualsRawAsync(PostgresPlace place, params Guid[] ids) => Assert.Empty(
        await place.QueryAsync(Mismatches.Replace("{0}", $"'{{{string.Join(',', ids)}}}'::UUID[]", StringComparison.Ordinal)));

    /// <summary>Takes hours out of the rollup again, as if they had just become finished.</summary>
    private static Task UnrollAsync(PostgresPlace place, DateTimeOffset since) => place.ExecuteAsync($"""
        DELETE FROM resource_usage_rollup WHERE bucket >= '{since:O}';
        DELETE FROM resource_usage_dirty WHERE bucket >= '{since:O}';
        UPDATE launchstack_rollup SET rolled_until = least(rolled_until, '{since:O}'), marked_until = least(rolled_until, '{since:O}');
        """);

    private static async Task<long> RolledUpAsync(PostgresPlace place, params Guid[] ids) =>
        (long)(await place.QueryAsync("SELECT coalesce(sum(sample_count), 0)::BIGINT FROM resource_usage_rollup WHERE instance_id = ANY ($1)", ids))[0][0];

    private static string Insert(Guid id, DateTimeOffset moment) =>
        $"INSERT INTO resource_usage (id, instance_id, timestamp) VALUES (gen_random_uuid(), '{id}', '{moment:O}')";

    /// <summary>A connection with an open transaction, in which a statement has run.</summary>
    private static async Task<NpgsqlTransaction> BeginAsync(PostgresPlace place, string statement, string mode = "READ COMMITTED")
    {
        var connection = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await connection.OpenAsync(Cancel);
        var transaction = await connection.BeginTransactionAsync(Cancel);
        await ExecuteAsync(transaction, $"SET TRANSACTION ISOLATION LEVEL {mode}");
        await ExecuteAsync(transaction, statement);
        return transaction;
    }

    private static async Task ExecuteAsync(NpgsqlTransaction transaction, string statement)
    {
        await using var command = new NpgsqlCommand(statement, transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task CommitAsync(NpgsqlTransaction transaction)
    {
        var connection = transaction.Connection;
        await transaction.CommitAsync(Cancel);
        await connection!.DisposeAsync();
    }
}
