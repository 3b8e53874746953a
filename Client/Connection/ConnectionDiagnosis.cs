using System.Net.Sockets;
using Npgsql;

namespace LaunchStack.Metrics.Client.Connection;

/// <summary>
/// Looks for the reason when no gateway answered. Orleans tells a client no more than that: a gateway of another cluster closes the connection, and a
/// membership table without silos is an empty list.
/// </summary>
internal static class ConnectionDiagnosis
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What may be wrong, in one line; null where that cannot be told.</summary>
    /// <param name="options">What the client was told.</param>
    public static async Task<string?> FindAsync(MetricsClientOptions options)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return options.Database is { } database
                ? await AskDatabaseAsync(DatabaseAddress.ToConnectionString(database), options.ClusterId, limit.Token)
                : await TryGatewaysAsync(options, limit.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or OperationCanceledException or TimeoutException)
        {
            return null;
        }
    }

    private static async Task<string?> AskDatabaseAsync(string connectionString, string clusterId, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var present = new NpgsqlCommand("SELECT to_regclass('orleans_silo') IS NOT NULL", connection);
        if (await present.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return "the database has no table of silos; run `launchstack db setup`, or start a silo with this database";
        }

        // Orleans's status 3 is active.
        await using var clusters = new NpgsqlCommand("SELECT DISTINCT deployment_id, status = 3 FROM orleans_silo", connection);
        await using var reader = await clusters.ExecuteReaderAsync(cancellationToken);
        var (known, running) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0));
            if (reader.GetBoolean(1))
            {
                running.Add(reader.GetString(0));
            }
        }

        return running.Contains(clusterId) ? null
            : known.Contains(clusterId) ? "no silo of this cluster runs"
            : running.Count == 0 ? "no silo of any cluster runs with this database"
            : $"the database knows no such cluster; in those that run the cluster id is {string.Join(", ", running.Select(id => $"\"{id}\""))}";
    }

    private static async Task<string?> TryGatewaysAsync(MetricsClientOptions options, CancellationToken cancellationToken)
    {
        var open = (await Task.WhenAll(options.Gateways.Select(gateway => TryGatewayAsync(gateway, cancellationToken)))).OfType<string>().ToList();
        return open.Count == 0 ? null : $"{string.Join(", ", open)}: connections are taken, but no gateway of this cluster answers; is the cluster id right?";
    }

    private static async Task<string?> TryGatewayAsync(string gateway, CancellationToken cancellationToken)
    {
        try
        {
            if (GatewayAddress.TryParse(gateway, out var address))
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
                return gateway;
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Others are asked too.
        }

        return null;
    }
}
