using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>A row of the source.</summary>
/// <param name="Key">Which.</param>
/// <param name="Values">Its values, repaired.</param>
/// <param name="IsGone">Whether it is deleted or its instance is gone; then it has no values.</param>
internal readonly record struct SourceRow(RowKey Key, UsageValues Values, bool IsGone)
{
    public static SourceRow Read(NpgsqlDataReader reader) => new(
        new RowKey(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1)), UsageValues.Read(reader, 2), reader.GetBoolean(7));
}
