using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Models;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Cli.Load.Verification;

/// <summary>Rows of an embedded file, beside the silo that has it open or without one.</summary>
/// <param name="path">The file.</param>
internal sealed class SqliteRows(string path) : IStoredRows
{
    public void Read(DateTimeOffset from, DateTimeOffset to, Action<InstanceSample> add, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new FailureException($"{path} cannot be read: there is no such file");
        }

        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            connection.Open();
            using var query = connection.CreateCommand();
            query.CommandText =
                """
                SELECT id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out
                FROM resource_usage WHERE timestamp BETWEEN $from AND $to
                """;
            query.Parameters.AddWithValue("$from", Timestamps.ToUnixMicroseconds(from));
            query.Parameters.AddWithValue("$to", Timestamps.ToUnixMicroseconds(to));
            using var reader = query.ExecuteReader();
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                add(Read(reader));
            }
        }
        catch (SqliteException exception)
        {
            throw new FailureException($"{path} cannot be read: {exception.Message}");
        }
    }

    private static InstanceSample Read(SqliteDataReader reader) => new(
        new Guid(reader.GetFieldValue<byte[]>(0), bigEndian: true),
        new Guid(reader.GetFieldValue<byte[]>(1), bigEndian: true),
        new Sample(
            Timestamps.FromUnixMicroseconds(reader.GetInt64(2)),
            reader.GetDouble(3),
            reader.GetInt64(4),
            reader.GetInt64(5),
            reader.GetInt64(6),
            reader.GetInt64(7)));
}
