using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>Samples in PostgreSQL, with TimescaleDB or without. What the tiers do differently is in sql/, not here.</summary>
/// <param name="connectionString">Where, as an Npgsql connection string.</param>
/// <param name="options">How.</param>
/// <param name="logger">Where to log.</param>
internal sealed partial class PostgresSampleStore(string connectionString, PostgresStoreOptions options, ILogger logger) : ISampleStore
{
    private readonly PostgresConnections _connections = new(connectionString, options);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile OpenStore? _open;

    public Tier Tier => Open.Tier;

    public string Description => Open.Description;

    public bool ManagesInstances => Open.ManagesInstances;

    public Lifecycle Lifecycle => Open.Lifecycle;

    public TimeSpan? LateAfter => Open.LateAfter;

    private OpenStore Open => _open ?? throw new InvalidOperationException("the store is not open: call OpenAsync first");

    public async Task OpenAsync(bool applySchema, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var schema = new PostgresSchema(_connections.Schema, options, logger);
            var (tier, facts, lifecycle) = applySchema
                ? await schema.ApplyAsync(cancellationToken).ConfigureAwait(false)
                : await schema.VerifyAsync(cancellationToken).ConfigureAwait(false);
            _open = new OpenStore
            {
                Tier = tier,
                Description = await DescribeAsync(tier, facts, cancellationToken).ConfigureAwait(false),
                ManagesInstances = facts.InstancesAreOurs,
                Lifecycle = lifecycle,
                CompressAfter = tier == Tier.Timescale ? lifecycle.CompressAfter : null,
                LateAfter = tier == Tier.Timescale ? LateAge(lifecycle) : null,
                Statements = new PostgresStatements(TierFolders.Of(tier)),
            };
            StoreLog.StoreOpen(logger, Description);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw PostgresErrors.Translate(exception);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var command = _connections.Ingest.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw PostgresErrors.Translate(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync().ConfigureAwait(false);
        _opening.Dispose();
    }

    // Older ones belong to hours that were refreshed: all hours between them and the newest row of their transaction count as stale.
    private static TimeSpan LateAge(Lifecycle lifecycle)
    {
        var refreshed = lifecycle.RefreshLag + TimeSpan.FromHours(1);
        return refreshed < lifecycle.CompressAfter ? refreshed : lifecycle.CompressAfter;
    }

    private async Task<string> DescribeAsync(Tier tier, ServerFacts facts, CancellationToken cancellationToken)
    {
        using var connection = await _connections.Query.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var where = $"PostgreSQL {facts.Version} at {connection.Host}:{connection.Port}/{connection.Database}";
        return tier switch
        {
            Tier.Timescale => $"TimescaleDB {facts.Extension} (community) on {where}",
            Tier.TimescaleApache => $"TimescaleDB {facts.Extension} (Apache) on {where}",
            _ => where,
        };
    }

    /// <summary>Runs a query for somebody who reads.</summary>
    private async Task<List<T>> QueryAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        try
        {
            return await RunAsync(_connections.Query, options.QueryTimeout, statement, read, cancellationToken, parameters).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw PostgresErrors.TranslateQuery(exception, options.QueryTimeout);
        }
    }

    /// <summary>Runs what ingest waits for, on connections that nobody else has.</summary>
    private Task<List<T>> IngestAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        ExecuteAsync(_connections.Ingest, options.StatementTimeout, statement, read, cancellationToken, parameters);

    /// <summary>Runs what is neither a query nor ingest's.</summary>
    private Task<List<T>> ExecuteAsync<T>(
        string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        ExecuteAsync(_connections.Query, options.StatementTimeout, statement, read, cancellationToken, parameters);

    private async Task<List<T>> ExecuteAsync<T>(
        NpgsqlDataSource source,
        TimeSpan timeout,
        string statement,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters)
    {
        try
        {
            return await RunAsync(source, timeout, statement, read, cancellationToken, parameters).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw PostgresErrors.Translate(exception);
        }
    }

    /// <summary>Runs one statement within a time limit, and reads what it returns.</summary>
    private async Task<List<T>> RunAsync<T>(
        NpgsqlDataSource source,
        TimeSpan timeout,
        string statement,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters)
    {
        var open = Open;
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        using var batch = open.Statements.Limited(connection, timeout, statement, parameters);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerScope = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
