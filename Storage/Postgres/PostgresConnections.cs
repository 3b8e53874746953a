using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>The store's connections: separate pools, so that queries, slow or many, never keep a lane from committing or an instance from being registered.</summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    private readonly List<NpgsqlDataSource> _owned = [];

    public PostgresConnections(string connectionString, PostgresStoreOptions options)
    {
        Write = Source("write", connectionString, options, options.WriteTimeout, options.WriteConnections);
        Ingest = Source("ingest", connectionString, options, options.StatementTimeout, options.IngestConnections);
        Query = Source("query", connectionString, options, options.QueryTimeout, options.QueryConnections);
        Schema = Source("schema", options.SchemaConnectionString ?? connectionString, options, TimeSpan.Zero, pool: 0);
    }

    /// <summary>For the transactions that commit samples.</summary>
    public NpgsqlDataSource Write { get; }

    /// <summary>For what ingest asks on its way: registrations, look-ups, tombstones, dead letters, room for late samples; and for pings.</summary>
    public NpgsqlDataSource Ingest { get; }

    /// <summary>For queries, and for what nobody's samples wait for: changes of instances, maintenance.</summary>
    public NpgsqlDataSource Query { get; }

    /// <summary>For the schema: no pool and no time limit of the client's.</summary>
    public NpgsqlDataSource Schema { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _owned)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private NpgsqlDataSource Source(string name, string connectionString, PostgresStoreOptions options, TimeSpan timeout, int pool)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = Math.Max(1, (int)options.ConnectTimeout.TotalSeconds),

            // The server's own limit comes first; this one is for a server that is gone. Zero: none.
            CommandTimeout = timeout == TimeSpan.Zero ? 0 : (int)timeout.TotalSeconds + 5,

            // Through a transaction pooler the next transaction is another server session: nothing to reset, nothing to prepare.
            NoResetOnClose = true,
            MaxAutoPrepare = 0,
            Enlist = false,
            PersistSecurityInfo = false,
            Pooling = pool > 0,
        };
        if (pool > 0)
        {
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = pool;
        }

        settings.ApplicationName ??= "launchstack-metrics";
        var target = settings.TargetSessionAttributes;
        settings.TargetSessionAttributes = null;
        if (settings.Host is not { } host || !host.Contains(',', StringComparison.Ordinal))
        {
            return Own(new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name }.Build());
        }

        var hosts = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name }.BuildMultiHost();
        _owned.Add(hosts);
        return Own(hosts.WithTargetSession(SessionOf(target)));
    }

    // Everything but reading needs the primary, which is what "any" would not promise.
    private static TargetSessionAttributes SessionOf(string? target) =>
        Enum.TryParse<TargetSessionAttributes>(target?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var parsed)
            ? parsed
            : TargetSessionAttributes.Primary;

    private NpgsqlDataSource Own(NpgsqlDataSource source)
    {
        _owned.Add(source);
        return source;
    }
}
