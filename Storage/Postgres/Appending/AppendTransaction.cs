using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>The transaction that the stages of an append share.</summary>
/// <param name="connection">A connection with an open transaction.</param>
/// <param name="statements">The tier's statements.</param>
/// <param name="timeout">The limit of each statement; the first one sets it for all.</param>
/// <param name="skipsTriggers">Whether the foreign keys are checked by the stages, and their triggers passed over.</param>
internal sealed class AppendTransaction(NpgsqlConnection connection, PostgresStatements statements, TimeSpan timeout, bool skipsTriggers)
{
    /// <summary>Sets what holds for the transaction and runs its first statement, in one round trip.</summary>
    public async Task<List<T>> BeginAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        using var batch = statements.Limited(connection, timeout, statement, parameters);
        if (skipsTriggers)
        {
            batch.BatchCommands.Insert(1, new NpgsqlBatchCommand(statements.Text("append-skip-triggers")));
        }

        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerScope = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync(reader, read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a statement and reads what it returns.</summary>
    public async Task<List<T>> ReadAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        using var command = statements.Command(connection, statement, parameters);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerScope = reader.ConfigureAwait(false);
        return await ReadAsync(reader, read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies rows in PostgreSQL's binary format.</summary>
    public async Task CopyAsync(string statement, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        var stream = await connection.BeginRawBinaryCopyAsync(statements.Text(statement), cancellationToken).ConfigureAwait(false);
        await using var streamScope = stream.ConfigureAwait(false);
        await stream.WriteAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
