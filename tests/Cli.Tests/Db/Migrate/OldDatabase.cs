using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Cli.Tests.Db.Migrate;

/// <summary>A database with LaunchStack's old table, and statements on any database.</summary>
internal sealed class OldDatabase(PostgresDatabase database) : IAsyncDisposable
{
    public string ConnectionString => database.ConnectionString;

    /// <summary>Makes the table with random rows of some instances: half an hour of readings a second and more, a week ago.</summary>
    public static async Task<OldDatabase> CreateAsync(int instances, int rows, double seed)
    {
        var old = new OldDatabase(await PostgresDatabase.CreateAsync(Tier.Timescale));
        await ExecuteAsync(old.ConnectionString, $"""
            SELECT setseed({seed.ToString(System.Globalization.CultureInfo.InvariantCulture)});
            CREATE TABLE instances (id UUID PRIMARY KEY, name TEXT);
            INSERT INTO instances SELECT md5(n::text)::uuid, 'instance ' || n FROM generate_series(1, {instances}) AS n;
            CREATE TABLE resource_usages (
                id UUID PRIMARY KEY DEFAULT gen_random_uuid(), instance_id UUID, timestamp TIMESTAMPTZ, cpu_usage FLOAT, memory_usage BIGINT,
                memory_limit BIGINT, memory_percentage FLOAT, disk_usage BIGINT, network_in BIGINT, network_out BIGINT,
                created_at TIMESTAMPTZ, updated_at TIMESTAMPTZ, deleted_at TIMESTAMPTZ);
            CREATE INDEX ON resource_usages (instance_id);
            INSERT INTO resource_usages (instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out, deleted_at)
            SELECT
                md5(n::text)::uuid, date_trunc('day', now()) - INTERVAL '8 days' + INTERVAL '22 hours' + step * INTERVAL '11.017 seconds' + random() * INTERVAL '5 seconds',
                random() * 100, (random() * 1e9)::bigint, 2000000000,
                CASE WHEN random() < 0.98 THEN (step * 1000 + random() * 900)::bigint ELSE (random() * 500)::bigint END,
                CASE WHEN random() < 0.98 THEN step * 10 END,
                CASE WHEN random() < 0.02 THEN now() END
            FROM generate_series(1, {rows / instances}) AS step, generate_series(1, {instances}) AS n
            ORDER BY step + random() * 3
            """);
        return old;
    }

    public static async Task<PostgresDatabase> TargetAsync()
    {
        var target = await PostgresDatabase.CreateAsync(Tier.Timescale);
        var setUp = await Support.Command.RunAsync("db", "setup", "--database", target.ConnectionString);
        Assert.True(setUp.ExitCode == 0, setUp.Error);
        return target;
    }

    /// <summary>The first value of a query.</summary>
    public static async Task<object> ValueAsync(string connectionString, string query)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync() ?? DBNull.Value;
    }

    public static Task ExecuteAsync(string connectionString, string statement) => ValueAsync(connectionString, $"{statement}; SELECT 1");

    /// <summary>Everything that a migration leaves in a target. Sums of floats depend on the order in which the server comes by the rows.</summary>
    public static async Task<string> DigestAsync(string target) => (string)await ValueAsync(target, """
        SELECT concat_ws(' ',
            (SELECT count(*) || ' ' || md5(string_agg(u::text, ',' ORDER BY id)) FROM resource_usage AS u),
            (SELECT md5(string_agg(concat_ws(' ', instance_id, bucket, max_cpu, min_cpu, sum_memory, max_memory, min_memory, max_memory_limit, total_network_in, total_network_out, sample_count), ',' ORDER BY instance_id, bucket)) FROM resource_usage_hourly AS h),
            (SELECT md5(string_agg(concat_ws(' ', instance_id, bucket, max_cpu, min_cpu, sum_memory, max_memory, min_memory, max_memory_limit, total_network_in, total_network_out, sample_count), ',' ORDER BY instance_id, bucket)) FROM resource_usage_daily AS d),
            (SELECT md5(string_agg(concat_ws(' ', id, name), ',' ORDER BY id)) FROM instances),
            (SELECT md5(string_agg(b::text, ',' ORDER BY instance_id)) FROM network_baselines AS b),
            (SELECT md5(string_agg(concat_ws(' ', instance_id, timestamp, network_in, network_out), ',' ORDER BY instance_id)) FROM launchstack_migration_counters))
        """);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
