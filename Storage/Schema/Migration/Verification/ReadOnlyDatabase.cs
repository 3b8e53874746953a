using LaunchStack.Metrics.Configuration;
using LaunchStack.Metrics.Storage.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>One side of a verification: each statement in a transaction of its own that reads only and is bounded in time.</summary>
/// <param name="role">What to call it when it fails.</param>
/// <param name="connectionString">Where, as an Npgsql connection string.</param>
/// <param name="limit">How long a statement may take.</param>
internal sealed class ReadOnlyDatabase(string role, string connectionString, TimeSpan limit) : IAsyncDisposable
{
    // What takes long is not repeated: it would only be a burden.
    private const int Repetitions = 3;
    private const double LongMilliseconds = 1_000;

    private readonly PostgresConnections _connections = new(connectionString, new PostgresStoreOptions { QueryTimeout = limit });

    /// <summary>Where it is, without secrets.</summary>
    public string Description { get; } = DatabaseUrl.Describe(connectionString);

    /// <summary>Starts a statement; its rows are read as they come.</summary>
    public async Task<RowStream> OpenAsync(string statement, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var stream = new RowStream(this, await GuardAsync(() => _connections.Query.OpenConnectionAsync(cancellationToken)).ConfigureAwait(false));
        try
        {
            await GuardAsync(() => stream.StartAsync(limit, statement, parameters, cancellationToken)).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>All rows of a statement that has few.</summary>
    public async Task<List<T>> QueryAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var stream = await OpenAsync(statement, cancellationToken, parameters).ConfigureAwait(false);
        await using var scope = stream.ConfigureAwait(false);
        var rows = new List<T>();
        while (await stream.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(stream.Reader));
        }

        return rows;
    }

    /// <summary>All rows of a statement that is run a few times over, and how long it takes: the median, in milliseconds.</summary>
    public async Task<(List<T> Rows, double Milliseconds)> TimeAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, TimeProvider time, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var (rows, times) = (new List<T>(), new List<double>());
        while (times.Count == 0 || (times.Count < Repetitions && times.Sum() < LongMilliseconds))
        {
            var stream = await OpenAsync(VerificationSql.Nothing, cancellationToken).ConfigureAwait(false);
            await using var scope = stream.ConfigureAwait(false);
            var start = time.GetTimestamp();
            rows = await GuardAsync(() => stream.GoOnAsync(statement, read, parameters, cancellationToken)).ConfigureAwait(false);
            times.Add(time.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return (rows, times[times.Count / 2]);
    }

    /// <summary>Runs what needs a connection rather than a statement.</summary>
    public async Task<T> WithConnectionAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        var connection = await GuardAsync(() => _connections.Query.OpenConnectionAsync(cancellationToken)).ConfigureAwait(false);
        await using var scope = connection.ConfigureAwait(false);
        return await GuardAsync(() => new ValueTask<T>(run(connection))).ConfigureAwait(false);
    }

    /// <summary>Says of a failure which side it is, and what its user can do.</summary>
    public async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            var advice = PostgresErrors.Advice(exception) is { } known ? $"; {known}" : "";
            throw new StoreUnavailableException($"{role} {Description}: {PostgresErrors.Describe(exception)}{advice}");
        }
    }

    public ValueTask DisposeAsync() => _connections.DisposeAsync();
}
