using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Benchmarks.Databases;

/// <summary>A database with the schema that the product ships, and nothing running in the background.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource _source;

    private BenchmarkDatabase(ISampleStore store, NpgsqlDataSource source)
    {
        Store = store;
        _source = source;
    }

    public ISampleStore Store { get; }

    /// <summary>Opens it and applies the product's schema where it is not there yet.</summary>
    public static async Task<BenchmarkDatabase> OpenAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 0, IncludeErrorDetail = true }.ConnectionString;
        var store = StoreFactory.Postgres(connectionString, new PostgresStoreOptions { Tier = TierChoice.Timescale }, NullLogger.Instance);
        await store.OpenAsync(applySchema: true, cancellationToken);
        var opened = new BenchmarkDatabase(store, NpgsqlDataSource.Create(connectionString));
        await opened.ExecuteAsync(SqlFile.Read("stop-jobs"), cancellationToken);
        return opened;
    }

    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    public async Task ExecuteAsync(string statement, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = Command(statement, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The rows of a query, each as one value of its first column.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string query, CancellationToken cancellationToken, params object[] parameters) =>
        await ListAsync(query, reader => reader.GetFieldValue<T>(0), cancellationToken, parameters);

    public async Task<IReadOnlyList<T>> ListAsync<T>(
        string query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = Command(query, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async Task<long> NumberAsync(string query, CancellationToken cancellationToken, params object[] parameters) =>
        (await ListAsync<long>(query, cancellationToken, parameters))[0];

    /// <summary>Waits until as many instances are there.</summary>
    public async Task UntilRegisteredAsync(long instances, CancellationToken cancellationToken)
    {
        while (await NumberAsync("SELECT count(*) FROM instances", cancellationToken) < instances)
        {
            await Task.Delay(Tick, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _source.DisposeAsync();
    }

    private NpgsqlCommand Command(string text, object[] parameters)
    {
        var command = _source.CreateCommand(text);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
