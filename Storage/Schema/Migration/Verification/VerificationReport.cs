using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What a verification found.</summary>
public sealed record VerificationReport
{
    /// <summary>Where the source is, without secrets.</summary>
    public required string Source { get; init; }

    /// <summary>The source's table.</summary>
    public required string SourceTable { get; init; }

    /// <summary>Where the target is, without secrets.</summary>
    public required string Target { get; init; }

    /// <summary>What the source's network columns were taken for.</summary>
    public required NetworkMode Network { get; init; }

    /// <summary>The first moment looked at.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The moment before which was looked.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Each day (UTC) that has rows on one side, all instances together.</summary>
    public required IReadOnlyList<VerifiedDay> Days { get; init; }

    /// <summary>The first of the days and instances of which the sides do not hold the same.</summary>
    public required IReadOnlyList<UnequalGroup> UnequalGroups { get; init; }

    /// <summary>Rows that differ.</summary>
    public required RowComparison Rows { get; init; }

    /// <summary>The target's hourly aggregates against hours computed from the source.</summary>
    public required HourComparison Hours { get; init; }

    /// <summary>The migration guide's queries on both sides.</summary>
    public required IReadOnlyList<QueryComparison> Queries { get; init; }

    /// <summary>Differences of all kinds.</summary>
    public long Differences => Rows.Total + Hours.Differing + Queries.Count(query => query.Outcome == QueryOutcome.Different);

    /// <summary>Whether nothing differs.</summary>
    public bool IsEqual => Differences == 0;
}
