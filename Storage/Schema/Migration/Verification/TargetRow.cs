using LaunchStack.Metrics.Models;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>A row of the target.</summary>
/// <param name="Key">Which.</param>
/// <param name="Values">Its values.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct TargetRow(RowKey Key, UsageValues Values, Guid Id)
{
    /// <summary>What its id has to be.</summary>
    public Guid ExpectedId => SampleId.Derive(Key.InstanceId, Key.Timestamp);

    public static TargetRow Read(NpgsqlDataReader reader) => new(
        new RowKey(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1)), UsageValues.Read(reader, 2), reader.GetGuid(7));
}
