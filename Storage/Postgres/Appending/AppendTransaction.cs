using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>The transaction that the stages of an append share.</summary>
/// <param name="connection">A connection with an open transaction.</param>
/// <param name="statements">The tier's statements.</param>
/// <param name="timeout">The limit of each statement; the first one sets it for all.</param>
internal sealed class AppendTransaction(NpgsqlConnection connection, PostgresStatements statements, TimeSpan timeout)
{
    /// <summary>Sets the time limit of the transaction.</summary>
    public async Task LimitAsync(CancellationToken cancellationToken)
    {
        using var command = statements.Limit(connection, timeout);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a statement and reads what it returns.</summary>
    public async Task<List<T>> ReadAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        using var command = statements.Command(connection, statement, parameters);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerScope = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
