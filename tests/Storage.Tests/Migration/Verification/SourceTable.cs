using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

/// <summary>A database that rows are migrated from.</summary>
/// <param name="database">The database.</param>
/// <param name="isLegacy">Whether its table is the old back end's, and not the guide's.</param>
public sealed class SourceTable(PostgresDatabase database, bool isLegacy) : IAsyncDisposable
{
    private const string Columns = "id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out";

    public string ConnectionString => database.ConnectionString;

    public string Name => isLegacy ? "public.resource_usages" : "resource_usage";

    /// <summary>Makes the tables, with these instances.</summary>
    public async Task CreateAsync(IEnumerable<Guid> instances)
    {
        await ExecuteAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(ConnectionString).Database} SET timezone = 'America/St_Johns'");
        await ExecuteAsync(isLegacy
            ? """
              CREATE TABLE users (id UUID PRIMARY KEY);
              CREATE TABLE instances (id UUID PRIMARY KEY, user_id UUID NOT NULL REFERENCES users, name TEXT);
              CREATE TABLE resource_usages (
                  id UUID PRIMARY KEY, instance_id UUID, timestamp TIMESTAMPTZ, cpu_usage FLOAT, memory_usage BIGINT, memory_limit BIGINT,
                  memory_percentage FLOAT, disk_usage BIGINT, network_in BIGINT, network_out BIGINT,
                  created_at TIMESTAMPTZ, updated_at TIMESTAMPTZ, deleted_at TIMESTAMPTZ);
              CREATE INDEX ON resource_usages (instance_id);
              INSERT INTO users VALUES ('00000000-0000-0000-0000-000000000001');
              """
            : """
              CREATE TABLE instances (id UUID PRIMARY KEY, name TEXT);
              CREATE TABLE resource_usage (
                  id UUID NOT NULL, instance_id UUID NOT NULL REFERENCES instances (id) ON DELETE CASCADE, timestamp TIMESTAMPTZ NOT NULL DEFAULT now(),
                  cpu_usage FLOAT NOT NULL DEFAULT 0, memory_usage BIGINT NOT NULL DEFAULT 0, memory_limit BIGINT NOT NULL DEFAULT 0,
                  network_in BIGINT NOT NULL DEFAULT 0, network_out BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (id, timestamp));
              """);
        await ExecuteAsync(
            isLegacy
                ? "INSERT INTO instances SELECT id, '00000000-0000-0000-0000-000000000001', 'name' FROM unnest($1) AS id"
                : "INSERT INTO instances SELECT id, 'name' FROM unnest($1) AS id",
            instances.ToArray());
    }

    /// <summary>Writes rows, in this order.</summary>
    public async Task WriteAsync(IEnumerable<SourceReading> readings)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var import = await connection.BeginBinaryImportAsync(
            $"COPY {Name} ({Columns}{(isLegacy ? ", deleted_at" : "")}) FROM STDIN (FORMAT binary)");
        foreach (var reading in readings)
        {
            await import.StartRowAsync();
            await import.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid);
            await import.WriteAsync(reading.InstanceId, NpgsqlDbType.Uuid);
            await import.WriteAsync(reading.Timestamp.UtcDateTime, NpgsqlDbType.TimestampTz);
            await import.WriteAsync(reading.Cpu, NpgsqlDbType.Double);
            await import.WriteAsync(reading.Memory, NpgsqlDbType.Bigint);
            await import.WriteAsync(reading.Limit, NpgsqlDbType.Bigint);
            await import.WriteAsync(reading.In, NpgsqlDbType.Bigint);
            await import.WriteAsync(reading.Out, NpgsqlDbType.Bigint);
            if (isLegacy)
            {
                await import.WriteAsync(reading.IsDeleted ? reading.Timestamp.UtcDateTime.AddDays(1) : (DateTime?)null, NpgsqlDbType.TimestampTz);
            }
        }

        await import.CompleteAsync();
    }

    public async Task ExecuteAsync(string statement, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.AddRange(parameters.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
