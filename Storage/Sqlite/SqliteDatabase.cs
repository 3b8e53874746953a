using LaunchStack.Metrics.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>One SQLite file: one connection that writes, some that read beside it.</summary>
/// <param name="path">The file.</param>
/// <param name="queryTimeout">How long one query may take.</param>
/// <param name="logger">Where to say what was applied.</param>
internal sealed class SqliteDatabase(string path, TimeSpan queryTimeout, ILogger logger) : IAsyncDisposable
{
    private const int Readers = 2;
    private const int Queriers = 8;
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(10);

    private readonly string _path = Path.GetFullPath(path);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _reading = new(Readers, Readers);
    private readonly SemaphoreSlim _querying = new(Queriers, Queriers);
    private readonly Dictionary<string, string> _statements = SqlText.Queries(["sqlite"]);
    private FileStream? _claim;
    private SqliteConnection? _writer;
    private bool _isClosed;

    /// <summary>One line for people.</summary>
    public string Description => $"SQLite {Writer.ServerVersion} at {_path}";

    private SqliteConnection Writer => _writer ?? throw new InvalidOperationException("the store is not open: call OpenAsync first");

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = _path, ForeignKeys = true }.ConnectionString;

    /// <summary>Claims the file and brings its schema up to date, or verifies it. May be repeated.</summary>
    public async Task OpenAsync(bool applySchema, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _claim ??= FileClaim.Take(_path);
            _writer ??= await Task.Run(OpenWriter, cancellationToken).ConfigureAwait(false);
            await (applySchema
                ? new SqliteSchema(ConnectionString, logger).ApplyAsync(cancellationToken)
                : SqliteSchema.VerifyAsync(_writer, cancellationToken)).ConfigureAwait(false);
        }
        catch (SqliteException exception) when (SqliteErrors.IsNoDatabase(exception))
        {
            throw new StoreSchemaException($"{_path} is not an SQLite database; move it away, or choose another Metrics:DataDirectory");
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Does some work in a transaction that commits at its end. SQLite blocks, so it gets a thread of the pool.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteTransaction, T> work, CancellationToken cancellationToken) =>
        RunAsync(
            _writing,
            () =>
            {
                // Immediate: the work may rely on what it reads.
                using var transaction = Writer.BeginTransaction(deferred: false);
                var result = work(transaction);
                transaction.Commit();
                return result;
            },
            cancellationToken);

    /// <summary>Reads what is not asked for by a query, and never waits for one.</summary>
    public Task<List<T>> ReadAsync<T>(
        string statement, Func<SqliteDataReader, T> read, CancellationToken cancellationToken, params object[] parameters) =>
        RunAsync(
            _reading,
            () => Connected(connection => Watched(connection, null, () => Rows(connection, statement, read, parameters), cancellationToken)),
            cancellationToken);

    /// <summary>Runs a query and reads its rows.</summary>
    /// <exception cref="QueryTimeoutException">It took longer than it may.</exception>
    /// <exception cref="QueryFailedException">There is no answer.</exception>
    public Task<List<T>> QueryAsync<T>(
        string statement, Func<SqliteDataReader, T> read, CancellationToken cancellationToken, params object[] parameters) =>
        RunAsync(
            _querying,
            () => Connected(connection => Watched(connection, queryTimeout, () => Rows(connection, statement, read, parameters), cancellationToken)),
            cancellationToken,
            SqliteErrors.TranslateQuery);

    /// <summary>Runs several queries on one snapshot, within the time of one.</summary>
    /// <exception cref="QueryTimeoutException">They took longer than they may.</exception>
    /// <exception cref="QueryFailedException">There is no answer.</exception>
    public Task<T> QueryTransactionAsync<T>(Func<SqliteTransaction, T> work, CancellationToken cancellationToken) =>
        RunAsync(
            _querying,
            () => Connected(connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: true);
                return Watched(connection, queryTimeout, () => work(transaction), cancellationToken);
            }),
            cancellationToken,
            SqliteErrors.TranslateQuery);

    /// <summary>A statement within a transaction, with its parameters ?1, ?2 and so on.</summary>
    public SqliteCommand Command(SqliteTransaction transaction, string statement, params object[] parameters) =>
        Command(transaction.Connection!, transaction, statement, parameters);

    /// <summary>Runs a statement within a transaction and reads its rows.</summary>
    public List<T> Read<T>(SqliteTransaction transaction, string statement, Func<SqliteDataReader, T> read, params object[] parameters)
    {
        using var command = Command(transaction, statement, parameters);
        return Rows(command, read);
    }

    /// <summary>Runs a statement within a transaction; the number of rows that it changed.</summary>
    public int Run(SqliteTransaction transaction, string statement, params object[] parameters)
    {
        using var command = Command(transaction, statement, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement within a transaction once for each item, preparing it once.</summary>
    public void Each<T>(SqliteTransaction transaction, string statement, IEnumerable<T> items, Func<T, object[]> parameters)
    {
        using var command = Command(transaction, statement);
        foreach (var item in items)
        {
            Bind(command, parameters(item));
            command.ExecuteNonQuery();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What is being written when a stop has run out of time is on its own thread, and commits.
        if (_isClosed || !await _writing.WaitAsync(LastWrite).ConfigureAwait(false))
        {
            return;
        }

        _isClosed = true;

        if (_writer is not null)
        {
            SqliteConnection.ClearPool(_writer);
            _writer.Dispose();
            _writer = null;
        }

        _claim?.Dispose();
        _claim = null;
        _writing.Dispose();
        _reading.Dispose();
        _querying.Dispose();
    }

    private static void Bind(SqliteCommand command, object[] parameters)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            if (index == command.Parameters.Count)
            {
                command.Parameters.AddWithValue($"?{index + 1}", parameters[index]);
            }
            else
            {
                command.Parameters[index].Value = parameters[index];
            }
        }
    }

    private List<T> Rows<T>(SqliteConnection connection, string statement, Func<SqliteDataReader, T> read, object[] parameters)
    {
        using var command = Command(connection, null, statement, parameters);
        return Rows(command, read);
    }

    private static List<T> Rows<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private T Connected<T>(Func<SqliteConnection, T> work)
    {
        _ = Writer;
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return work(connection);
    }

    private static T Watched<T>(SqliteConnection connection, TimeSpan? limit, Func<T> work, CancellationToken cancellationToken)
    {
        using var watch = new StatementWatch(connection, limit, cancellationToken);
        try
        {
            return work();
        }
        catch (SqliteException exception) when (SqliteErrors.IsInterrupt(exception))
        {
            throw watch.Reason;
        }
    }

    private static async Task<T> RunAsync<T>(
        SemaphoreSlim gate, Func<T> work, CancellationToken cancellationToken, Func<SqliteException, Exception>? translate = null)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException exception)
        {
            throw (translate ?? SqliteErrors.Translate)(exception);
        }
        finally
        {
            gate.Release();
        }
    }

    private SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = SqlText.Read("sqlite/detect/connection.sql");
        command.ExecuteNonQuery();
        return connection;
    }

    private SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string statement, object[] parameters)
    {
        var command = new SqliteCommand(_statements[statement], connection, transaction);
        Bind(command, parameters);
        return command;
    }
}
