using LaunchStack.Metrics.Storage.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>One of the two databases: its connections, and its name in what is said about it.</summary>
/// <param name="name">What it is called.</param>
/// <param name="connectionString">Where it is.</param>
/// <param name="connections">How many connections may be open at once.</param>
internal sealed class MigrationDatabase(string name, string connectionString, int connections) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = Create(connectionString, connections);

    /// <summary>For what brings its own way of using connections.</summary>
    public NpgsqlDataSource DataSource => _source;

    /// <summary>Runs something on a connection of its own.</summary>
    /// <exception cref="MigrationException">The database refused it, or is not there.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        using var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await RunOnAsync(connection, work).ConfigureAwait(false);
    }

    /// <summary>Runs something on a connection.</summary>
    /// <exception cref="MigrationException">The database refused it, or is gone.</exception>
    public async Task<T> RunOnAsync<T>(NpgsqlConnection connection, Func<NpgsqlConnection, Task<T>> work)
    {
        try
        {
            return await work(connection).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw Failure(exception);
        }
    }

    /// <summary>Reads what a statement returns.</summary>
    public Task<List<T>> ReadAsync<T>(
        string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RunAsync(connection => ReadAsync(connection, text, read, cancellationToken, parameters), cancellationToken);

    /// <summary>Runs a statement for what it does.</summary>
    public Task ExecuteAsync(string text, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        ReadAsync(text, _ => 0, cancellationToken, parameters);

    /// <summary>The same on a connection, in its transaction where it has one.</summary>
    public static async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        using var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A connection that its owner keeps.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw Failure(exception);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private MigrationException Failure(Exception exception)
    {
        var advice = exception is PostgresException { SqlState: PostgresErrorCodes.DiskFull } ? "make room on its disk" : PostgresErrors.Advice(exception);
        var text = $"{name}: {PostgresErrors.Describe(exception)}";
        return new MigrationException(advice is null ? text : $"{text}; {advice}");
    }

    private static NpgsqlDataSource Create(string connectionString, int connections)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Statements have the server's limits; how long a refresh or a compression takes, nobody can tell.
            CommandTimeout = 0,
            NoResetOnClose = true,
            MaxAutoPrepare = 0,
            Enlist = false,
            PersistSecurityInfo = false,
            MinPoolSize = 0,
            MaxPoolSize = connections,
            KeepAlive = 30,
        };
        settings.ApplicationName ??= "launchstack-migrate";
        settings.TargetSessionAttributes = null;
        return settings.Host is { } host && host.Contains(',', StringComparison.Ordinal)
            ? new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
