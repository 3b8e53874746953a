using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Maintenance;

/// <summary>The columns of <c>launchstack_maintenance</c>, as the statements return them.</summary>
internal static class MaintenanceRow
{
    public static MaintenanceRun Read(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetFieldValue<DateTimeOffset>(1),
        reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2),
        reader.GetString(3),
        reader.GetInt64(4),
        reader.IsDBNull(5) ? null : reader.GetString(5));
}
