using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>Reads and writes <c>launchstack_lifecycle</c>.</summary>
internal static class LifecycleTable
{
    /// <summary>The script that makes the table.</summary>
    public const string Script = "common/incremental/003-lifecycle.sql";

    /// <summary>The values that the database has; the defaults for those that it has not yet.</summary>
    public static async Task<Lifecycle> ReadAsync(NpgsqlConnection connection, PostgresStatements statements, CancellationToken cancellationToken)
    {
        var rows = new List<(string, TimeSpan)>();
        using var command = statements.Command(connection, "lifecycle-read");
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(Row(reader));
        }

        return new Lifecycle().With(LifecycleValue.Known(rows));
    }

    /// <summary>A row of the statement <c>lifecycle-read</c>.</summary>
    public static (string Column, TimeSpan Value) Row(NpgsqlDataReader reader) => (reader.GetString(0), reader.GetTimeSpan(1));

    /// <summary>Writes all values, then brings the tier's policies to them; in one transaction, so that they never disagree.</summary>
    public static async Task ApplyAsync(
        NpgsqlConnection connection, PostgresStatements statements, Lifecycle lifecycle, CancellationToken cancellationToken)
    {
        using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        using (var limit = statements.Command(connection, "limit-locks", Parameter.Milliseconds(TimeSpan.FromSeconds(10))))
        {
            await limit.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        using (var write = statements.Command(
            connection,
            "lifecycle-write",
            Parameter.Texts(LifecycleValue.All.Select(value => value.Column)),
            Parameter.Spans(LifecycleValue.All.Select(value => value.Get(lifecycle)))))
        {
            await write.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        using (var apply = statements.Command(connection, "lifecycle-apply"))
        {
            await apply.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
