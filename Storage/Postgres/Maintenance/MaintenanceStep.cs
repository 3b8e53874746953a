using System.Data;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Maintenance;

/// <summary>One step of a task: a transaction of its own, that gives way where it meets a lock.</summary>
internal static class MaintenanceStep
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Does a step.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="statements">The tier's statements.</param>
    /// <param name="statement">The one that does a step, and answers whether it did something.</param>
    /// <param name="lockTimeout">How long to wait for a lock.</param>
    /// <param name="cancellationToken">Ends it, with nothing done.</param>
    /// <returns>Whether there may be more to do.</returns>
    public static async Task<bool> RunAsync(
        NpgsqlConnection connection, PostgresStatements statements, string statement, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        using (var limit = statements.Limit(connection, Timeout))
        {
            await limit.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        using (var locks = statements.Command(connection, "limit-locks", Parameter.Milliseconds(lockTimeout)))
        {
            await locks.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        using var step = statements.Command(connection, statement);

        // The server's limit comes first. The pool's own is for queries, and would break off a step that the server allows, each time anew.
        step.CommandTimeout = (int)Timeout.TotalSeconds + 5;
        var more = await step.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return more;
    }
}
