using System.Diagnostics;
using OpenTelemetry;

namespace LaunchStack.Metrics.Silo.Telemetry;

/// <summary>
/// The driver names a pool by its connection string where nobody else has, and Orleans has not: that tells hosts and users, and may hold a passphrase.
/// Its metrics are left out for the same reason.
/// </summary>
internal sealed class ConnectionStringRemoval : BaseProcessor<Activity>
{
    private static readonly string[] Tags = ["db.npgsql.data_source", "db.connection_string", "db.client.connection.pool.name"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Tags)
        {
            data.SetTag(tag, null);
        }
    }
}
