using LaunchStack.Metrics.Models;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>Dead letters as they lie in the file.</summary>
internal static class SqliteLetter
{
    /// <summary>What to write for a refused sample.</summary>
    public static object[] ValuesOf(RefusedSample refused, long refusedAt)
    {
        var (sample, counter) = refused.Sample.Pending;
        return
        [
            refusedAt,
            refused.Reason,
            SqliteValues.Blob(refused.Sample.InstanceId),
            SqliteValues.Microseconds(sample.Timestamp),

            // SQLite has no such number.
            double.IsNaN(sample.CpuUsage) ? DBNull.Value : sample.CpuUsage,
            sample.MemoryUsage,
            sample.MemoryLimit,
            sample.NetworkIn,
            sample.NetworkOut,
            counter is null ? DBNull.Value : counter.Source,
            counter is null ? DBNull.Value : SqliteValues.Microseconds(counter.StartedAt),
        ];
    }

    /// <summary>The parameters of the statement <c>dead-letters</c>.</summary>
    public static object[] Page(DeadLetterSelection selection, int limit, long? after, DateTimeOffset now) =>
        [.. Selecting(selection), after ?? 0, limit, SqliteValues.Microseconds(now)];

    /// <summary>The parameters that all statements on letters start with.</summary>
    public static object[] Selecting(DeadLetterSelection selection) =>
    [
        selection.Keys is { } keys ? $"[{string.Join(',', keys)}]" : DBNull.Value,
        selection.InstanceId is { } id ? SqliteValues.Blob(id) : DBNull.Value,
        selection.RefusedBefore is { } before ? SqliteValues.Microseconds(before) : DBNull.Value,
    ];

    /// <summary>A row of the statement <c>dead-letters</c>.</summary>
    public static DeadLetter Read(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        SqliteValues.GetTime(reader, 1),
        reader.GetString(2),
        new AppendSample(
            SqliteValues.GetId(reader, 3),
            new PendingSample(
                new Sample(
                    SqliteValues.GetTime(reader, 4),
                    reader.IsDBNull(5) ? double.NaN : reader.GetDouble(5),
                    reader.GetInt64(6),
                    reader.GetInt64(7),
                    reader.GetInt64(8),
                    reader.GetInt64(9)),
                reader.IsDBNull(10) || reader.IsDBNull(11) ? null : new CounterKey(reader.GetString(10), SqliteValues.GetTime(reader, 11)))),
        reader.GetBoolean(12));
}
