namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>How the store uses a PostgreSQL server.</summary>
public sealed record PostgresStoreOptions
{
    /// <summary>Which tier to use. Default: <see cref="TierChoice.Auto"/>.</summary>
    public TierChoice Tier { get; init; } = TierChoice.Auto;

    /// <summary>Connections that commit samples, one per lane; at least 1. Default: 4. More help only where the server has cores for them.</summary>
    public int WriteConnections { get; init; } = 4;

    /// <summary>Connections for what ingest asks, such as registrations; at least 1. Default: 3, of which late samples may keep one for a minute.</summary>
    public int IngestConnections { get; init; } = 3;

    /// <summary>Connections for queries, changes of instances and maintenance; at least 1. Default: 8.</summary>
    public int QueryConnections { get; init; } = 8;

    /// <summary>How long to wait for a connection, a free one of the pool included; whole seconds. Default: 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one statement of a writing transaction may take, waiting for locks included. Default: 15 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long one query may take. Default: 10 s. Well below Orleans's response timeout of 30 s, so that who asked hears of the slow
    /// query and not of a silo that did not answer.
    /// </summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a statement may take that is neither a query nor part of a writing transaction: registrations, look-ups, changes of instances,
    /// dead letters. Default: 10 s. Who waits for it is told that the database cannot be used for now, and tries again.
    /// </summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for another process that is applying the schema. Default: 2 minutes.</summary>
    public TimeSpan SchemaTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// What to change of the database's <see cref="Lifecycle"/> when the schema is applied. What is not named stays as it is there, so that a
    /// silo without an option does not undo what `launchstack db setup` was told. Default: nothing.
    /// </summary>
    public IReadOnlyDictionary<LifecycleValue, TimeSpan> Lifecycle { get; init; } = new Dictionary<LifecycleValue, TimeSpan>();

    /// <summary>
    /// How old a sample may be when it is accepted, which the database's windows must cover; null where whoever opens the store accepts
    /// none, as the command does. Default: null.
    /// </summary>
    public TimeSpan? AcceptLate { get; init; }

    /// <summary>The clock that says which rows are old enough to be compressed. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Where to apply the schema, as an Npgsql connection string; null: where the samples go. To be set where that one leads through
    /// a pooler whose role may not change the schema.
    /// </summary>
    public string? SchemaConnectionString { get; init; }
}
