using LaunchStack.Metrics.Storage.Tests.Tiers;
using Npgsql;
using NpgsqlTypes;

namespace LaunchStack.Metrics.Storage.Tests.Migration;

/// <summary>The tables that LaunchStack has in plain PostgreSQL.</summary>
/// <param name="place">Their database.</param>
public sealed class LegacyTable(PostgresPlace place)
{
    public PostgresPlace Place => place;

    /// <summary>What the table is called now.</summary>
    public string Name { get; set; } = "resource_usages";

    /// <summary>Makes the tables.</summary>
    public async Task<LegacyTable> CreateAsync()
    {
        await place.ExecuteAsync("""
            CREATE TABLE users (id UUID PRIMARY KEY DEFAULT gen_random_uuid());
            CREATE TABLE instances (
                id UUID PRIMARY KEY, user_id UUID NOT NULL REFERENCES users, name TEXT, status TEXT, created_at TIMESTAMPTZ, deleted_at TIMESTAMPTZ);
            CREATE TABLE resource_usages (
                id UUID PRIMARY KEY DEFAULT gen_random_uuid(), instance_id UUID, timestamp TIMESTAMPTZ, cpu_usage FLOAT, memory_usage BIGINT,
                memory_limit BIGINT, memory_percentage FLOAT, disk_usage BIGINT, network_in BIGINT, network_out BIGINT,
                created_at TIMESTAMPTZ, updated_at TIMESTAMPTZ, deleted_at TIMESTAMPTZ);
            CREATE INDEX idx_resource_usages_instance_id ON resource_usages (instance_id);
            INSERT INTO users DEFAULT VALUES;
            """);
        return this;
    }

    public Task AddInstancesAsync(IEnumerable<Guid> ids) => place.ExecuteAsync(
        "INSERT INTO instances (id, user_id, name, created_at) SELECT id, (SELECT id FROM users), 'name of ' || id, '2024-01-01 00:00:00+00' FROM unnest($1) AS id",
        ids.ToArray());

    public async Task AddAsync(IEnumerable<LegacyRow> rows)
    {
        await using var connection = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY resource_usages (instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out, deleted_at) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            await WriteAsync(copy, row.InstanceId, NpgsqlDbType.Uuid);
            await WriteAsync(copy, row.Timestamp, NpgsqlDbType.TimestampTz);
            await WriteAsync(copy, row.Cpu, NpgsqlDbType.Double);
            await WriteAsync(copy, row.MemoryUsage, NpgsqlDbType.Bigint);
            await WriteAsync(copy, row.MemoryLimit, NpgsqlDbType.Bigint);
            await WriteAsync(copy, row.NetworkIn, NpgsqlDbType.Bigint);
            await WriteAsync(copy, row.NetworkOut, NpgsqlDbType.Bigint);
            await WriteAsync(copy, row.Deleted ? DateTime.UnixEpoch : (DateTime?)null, NpgsqlDbType.TimestampTz);
        }

        await copy.CompleteAsync();
    }

    /// <summary>What the table holds now.</summary>
    public async Task<List<LegacyRow>> RowsAsync() =>
    [
        .. (await place.QueryAsync(
            $"SELECT instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out, deleted_at IS NOT NULL FROM {Name} WHERE timestamp > '-infinity'"))
            .Select(row => new LegacyRow(
                Of<Guid>(row[0]), Of<DateTime>(row[1]), Of<double>(row[2]), Of<long>(row[3]), Of<long>(row[4]), Of<long>(row[5]), Of<long>(row[6]), (bool)row[7])),
    ];

    private static T? Of<T>(object value)
        where T : struct => value is DBNull ? null : (T)value;

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct => value is { } given ? copy.WriteAsync(given, type) : copy.WriteNullAsync();
}
