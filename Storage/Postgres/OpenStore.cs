namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>What opening the store found out.</summary>
internal sealed record OpenStore
{
    public required Tier Tier { get; init; }

    public required string Description { get; init; }

    public required bool ManagesInstances { get; init; }

    public required Lifecycle Lifecycle { get; init; }

    /// <summary>From what age on rows may be in compressed chunks; null where none are.</summary>
    public required TimeSpan? CompressAfter { get; init; }

    /// <summary>From what age on samples are appended apart from current ones; null where it makes no difference.</summary>
    public required TimeSpan? LateAfter { get; init; }

    public required PostgresStatements Statements { get; init; }
}
