using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>What a migration is going to do, found out before anything is done.</summary>
public sealed record MigrationPlan
{
    /// <summary>The source's table, with its schema, and its database.</summary>
    public required string Source { get; init; }

    /// <summary>The target, as its store describes itself.</summary>
    public required string Target { get; init; }

    /// <summary>What the network columns hold.</summary>
    public required NetworkMode Network { get; init; }

    /// <summary>Whether both are in one database.</summary>
    public required bool InPlace { get; init; }

    /// <summary>The size of the source's table with its indexes, in bytes.</summary>
    public required long SourceBytes { get; init; }

    /// <summary>Rows from then on are copied.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Rows before are copied.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>How many rows are to be copied, duplicates included.</summary>
    public required long Rows { get; init; }

    /// <summary>The oldest of them; null where there are none.</summary>
    public required DateTimeOffset? Oldest { get; init; }

    /// <summary>The newest of them; null where there are none.</summary>
    public required DateTimeOffset? Newest { get; init; }

    /// <summary>In how many slices.</summary>
    public required int Slices { get; init; }

    /// <summary>How many instances have rows.</summary>
    public required int Instances { get; init; }

    /// <summary>What was found in the source, this time.</summary>
    public required MigrationCounts Found { get; init; }

    /// <summary>Rows before are left out because the target's retention would drop them; null where they are kept.</summary>
    public required DateTimeOffset? ExpiredBefore { get; init; }

    /// <summary>How often each block of the source's table is read for its rows; 1 where rows lie in the order of time.</summary>
    public required double ReadsPerBlock { get; init; }

    /// <summary>How long the look at the source took.</summary>
    public required TimeSpan Inspection { get; init; }

    /// <summary>What is in the way of nothing and should be known.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Whether this goes on with what an earlier run has begun.</summary>
    public required bool Resumes { get; init; }

    /// <summary>What an earlier run had copied already.</summary>
    public required long CopiedBefore { get; init; }
}
