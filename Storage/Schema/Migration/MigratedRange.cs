namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>What a target says has been migrated to it, to be verified.</summary>
public sealed record MigratedRange
{
    /// <summary>The source's table, with its schema.</summary>
    public required string Table { get; init; }

    /// <summary>Rows from then on.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Rows before.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>Rows before were left out as older than the target keeps; null where they are kept, or where nobody knows.</summary>
    public required DateTimeOffset? ExpiredBefore { get; init; }

    /// <summary>Whether rows were copied that are older than the target keeps.</summary>
    public required bool KeepsExpired { get; init; }
}
