namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>What was found in the source.</summary>
public sealed record MigrationCounts
{
    /// <summary>Rows of the table that were looked at, each once.</summary>
    public long Rows { get; init; }

    /// <summary>Soft-deleted rows (<c>deleted_at</c>).</summary>
    public long Deleted { get; init; }

    /// <summary>Rows whose instance is not in the source's <c>instances</c>.</summary>
    public long Gone { get; init; }

    /// <summary>Rows that the target's retention would drop at once.</summary>
    public long Expired { get; init; }

    /// <summary>Rows without instance or time, or from before 1970: there is no row that they could become.</summary>
    public long Impossible { get; init; }

    /// <summary>Rows outside the range that was asked for, or from the future.</summary>
    public long Outside { get; init; }

    /// <summary>Rows of an instance and a time that has one with larger counters. Found within the same few megabytes by a plan.</summary>
    public long Duplicates { get; init; }

    /// <summary>Values that are NULL or none that a sample may have: CPU, memory and limit become 0, counters count as not read.</summary>
    public long Mended { get; init; }

    /// <summary>The sums of two.</summary>
    internal MigrationCounts Plus(MigrationCounts other) => new()
    {
        Rows = Rows + other.Rows,
        Deleted = Deleted + other.Deleted,
        Gone = Gone + other.Gone,
        Expired = Expired + other.Expired,
        Impossible = Impossible + other.Impossible,
        Outside = Outside + other.Outside,
        Duplicates = Duplicates + other.Duplicates,
        Mended = Mended + other.Mended,
    };
}
