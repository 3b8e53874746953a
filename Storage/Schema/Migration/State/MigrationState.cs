using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;

namespace LaunchStack.Metrics.Storage.Schema.Migration.State;

/// <summary>What the target knows of a migration. Times are microseconds since 1970.</summary>
internal sealed record MigrationState
{
    /// <summary>Its number; 0: it has not begun.</summary>
    public required int Migration { get; init; }

    public required NetworkMode Network { get; init; }

    public required long Since { get; init; }

    /// <summary>Rows before count as not there; <see cref="long.MinValue"/> where expired rows are kept.</summary>
    public required long KeptSince { get; init; }

    public required int Lanes { get; init; }

    public required long CopiedUntil { get; init; }

    public required SourceHorizon? Seen { get; init; }

    public required PlanDocument? Plan { get; init; }

    public required MigrationCounts Counted { get; init; }

    /// <summary>The time whose aggregates may not say what the rows say; null where there is none.</summary>
    public required (DateTimeOffset From, DateTimeOffset Until)? Stale { get; init; }
}
