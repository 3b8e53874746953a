namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>What opening the store found out.</summary>
internal sealed record OpenStore
{
    public required Tier Tier { get; init; }

    public required string Description { get; init; }

    public required bool ManagesInstances { get; init; }

    public required Lifecycle Lifecycle { get; init; }

    public required PostgresStatements Statements { get; init; }
}
