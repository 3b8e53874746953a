using LaunchStack.Metrics.Models;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>How values lie in the file: ids as 16 bytes in RFC 9562 order, which sort like the ids; times as microseconds since 1970.</summary>
internal static class SqliteValues
{
    public static byte[] Blob(Guid id) => id.ToByteArray(bigEndian: true);

    public static long Microseconds(DateTimeOffset moment) => Timestamps.ToUnixMicroseconds(moment);

    public static Guid GetId(SqliteDataReader reader, int column) => new(reader.GetFieldValue<byte[]>(column), bigEndian: true);

    public static DateTimeOffset GetTime(SqliteDataReader reader, int column) => Timestamps.FromUnixMicroseconds(reader.GetInt64(column));

    /// <summary>A sum that was made of the upper and the lower 32 bits apart, because it may exceed 64 bits.</summary>
    public static decimal GetSum(SqliteDataReader reader, int highColumn) =>
        (reader.GetInt64(highColumn) * 4_294_967_296m) + reader.GetInt64(highColumn + 1);
}
