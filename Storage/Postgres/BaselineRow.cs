using LaunchStack.Metrics.Models;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>The columns of <c>network_baselines</c>, as all statements return them.</summary>
internal static class BaselineRow
{
    public static InstanceBaseline Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        new CounterBaseline(
            new CounterKey(reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)),
            reader.GetFieldValue<DateTimeOffset>(3),
            reader.GetInt64(4),
            reader.GetInt64(5)));
}
