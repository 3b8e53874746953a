using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Maintenance;

/// <summary>
/// Runs the tasks that are due, each once per cluster: a row in <c>launchstack_maintenance</c> is leased to its runner. A lease and no
/// advisory lock, because it holds over many transactions and through a transaction pooler, and says who ran what and when.
/// </summary>
/// <param name="source">Connections.</param>
/// <param name="open">The open store.</param>
/// <param name="logger">Where to say what failed.</param>
internal sealed class PostgresMaintenance(NpgsqlDataSource source, OpenStore open, ILogger logger)
{
    // Far longer than a step may take, so that a runner that lives keeps its task.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    /// <summary>Runs what is due.</summary>
    public async Task<IReadOnlyList<MaintenanceRun>> RunAsync(string runner, CancellationToken cancellationToken)
    {
        var runs = new List<MaintenanceRun>();
        using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        foreach (var task in MaintenanceTask.All.Where(task => open.Statements.Has(task.Statement)))
        {
            if (await ClaimAsync(connection, task, runner, cancellationToken).ConfigureAwait(false))
            {
                var error = await StepsAsync(connection, task, runner, cancellationToken).ConfigureAwait(false);
                runs.AddRange(await ReadAsync(connection, "maintenance-finish", MaintenanceRow.Read, cancellationToken,
                    Parameter.Text(task.Name), Parameter.Text(runner), Parameter.OptionalText(error), Parameter.Span(RetryAfter)).ConfigureAwait(false));
            }
        }

        return runs;
    }

    private async Task<bool> ClaimAsync(NpgsqlConnection connection, MaintenanceTask task, string runner, CancellationToken cancellationToken) =>
        (await ReadAsync(connection, "maintenance-claim", _ => true, cancellationToken,
            Parameter.Text(task.Name), Parameter.Text(runner), Parameter.Span(Lease), Parameter.Span(task.Every)).ConfigureAwait(false)).Count > 0;

    /// <summary>Steps until there is nothing left to do; null, or why it ended early.</summary>
    private async Task<string?> StepsAsync(NpgsqlConnection connection, MaintenanceTask task, string runner, CancellationToken cancellationToken)
    {
        try
        {
            while (await MaintenanceStep.RunAsync(
                connection, open.Statements, task.Statement, open.Lifecycle.LockTimeout, cancellationToken).ConfigureAwait(false))
            {
                var renewed = await ReadAsync(connection, "maintenance-renew", _ => true, cancellationToken,
                    Parameter.Text(task.Name), Parameter.Text(runner), Parameter.Span(Lease), Parameter.Long(1)).ConfigureAwait(false);
                if (renewed.Count == 0)
                {
                    return null;
                }
            }

            return null;
        }
        catch (PostgresException exception) when (connection.State == System.Data.ConnectionState.Open)
        {
            // Most often a lock that somebody holds for long. The other tasks go on, this one is tried again.
            StoreLog.MaintenanceFailed(logger, task.Name, exception.MessageText);
            return $"{exception.SqlState}: {exception.MessageText}";
        }
    }

    private async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        using var command = open.Statements.Command(connection, statement, parameters);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
