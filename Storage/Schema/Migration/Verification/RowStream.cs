using LaunchStack.Metrics.Storage.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>The rows of one statement, in its transaction; one row is in memory at a time.</summary>
/// <param name="database">Whose rows they are.</param>
/// <param name="connection">The connection, which goes with the stream.</param>
internal sealed class RowStream(ReadOnlyDatabase database, NpgsqlConnection connection) : IAsyncDisposable
{
    private NpgsqlTransaction? _transaction;
    private NpgsqlBatch? _batch;
    private NpgsqlDataReader? _reader;
    private bool _isRead;

    /// <summary>The row that was read.</summary>
    public NpgsqlDataReader Reader => _reader!;

    /// <summary>Sends the statement.</summary>
    public async ValueTask<bool> StartAsync(TimeSpan limit, string statement, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        _transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        _batch = new NpgsqlBatch(connection, _transaction);
        var limits = new NpgsqlBatchCommand(VerificationSql.Limit);
        limits.Parameters.Add(Parameter.Milliseconds(limit));
        _batch.BatchCommands.Add(limits);
        var rows = new NpgsqlBatchCommand(statement);
        foreach (var parameter in parameters)
        {
            rows.Parameters.Add(parameter);
        }

        _batch.BatchCommands.Add(rows);
        _reader = await _batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await _reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the next row; false after the last.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var found = await database.GuardAsync(() => new ValueTask<bool>(Reader.ReadAsync(cancellationToken))).ConfigureAwait(false);
        _isRead = !found;
        return found;
    }

    /// <summary>Another statement in the same transaction, once the first one's rows are read, and all of its rows.</summary>
    public async ValueTask<List<T>> GoOnAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await Reader.DisposeAsync().ConfigureAwait(false);
        _isRead = true;
        var command = new NpgsqlCommand(statement, connection, _transaction);
        await using var commandScope = command.ConfigureAwait(false);
        command.Parameters.AddRange(Array.ConvertAll(parameters, parameter => parameter.Clone()));
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var scope = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isRead)
        {
            // Otherwise closing the reader would read all that is left.
            _batch?.Cancel();
        }

        if (_reader is not null)
        {
            await _reader.DisposeAsync().ConfigureAwait(false);
        }

        _batch?.Dispose();
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
