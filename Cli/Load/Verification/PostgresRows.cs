using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Configuration;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using Npgsql;
using NpgsqlTypes;

namespace LaunchStack.Metrics.Cli.Load.Verification;

/// <summary>Rows of a PostgreSQL database, by one COPY: one scan in the table's own order, however many there are.</summary>
/// <param name="connectionString">Where.</param>
internal sealed class PostgresRows(string connectionString) : IStoredRows
{
    public void Read(DateTimeOffset from, DateTimeOffset to, Action<InstanceSample> add, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
            connection.Open();

            // COPY takes no parameters; the times are our own.
            using var rows = connection.BeginBinaryExport(
                $"""
                COPY (SELECT id, instance_id, timestamp, cpu_usage::float8, memory_usage::int8, memory_limit::int8, network_in::int8, network_out::int8
                      FROM resource_usage WHERE timestamp >= '{Rfc3339.Format(from)}' AND timestamp <= '{Rfc3339.Format(to)}')
                TO STDOUT (FORMAT binary)
                """);
            rows.Timeout = Timeout.InfiniteTimeSpan;
            try
            {
                while (rows.StartRow() > 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    add(Read(rows));
                }
            }
            catch
            {
                // Otherwise closing would read all that is left.
                rows.Cancel();
                throw;
            }
        }
        catch (NpgsqlException exception)
        {
            throw new FailureException($"{DatabaseUrl.Describe(connectionString)} cannot be read: {exception.Message}{(exception.InnerException is { } inner ? $": {inner.Message}" : "")}");
        }
    }

    private static InstanceSample Read(NpgsqlBinaryExporter rows) => new(
        rows.Read<Guid>(NpgsqlDbType.Uuid),
        rows.Read<Guid>(NpgsqlDbType.Uuid),
        new Sample(
            rows.Read<DateTime>(NpgsqlDbType.TimestampTz),
            rows.Read<double>(NpgsqlDbType.Double),
            rows.Read<long>(NpgsqlDbType.Bigint),
            rows.Read<long>(NpgsqlDbType.Bigint),
            rows.Read<long>(NpgsqlDbType.Bigint),
            rows.Read<long>(NpgsqlDbType.Bigint)));
}
