namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>What a migration has done, all its runs together.</summary>
public sealed record MigrationReport
{
    /// <summary>Rows that are in the target because of it.</summary>
    public required long Copied { get; init; }

    /// <summary>The same, by this run.</summary>
    public required long CopiedNow { get; init; }

    /// <summary>Rows that were in the target already.</summary>
    public required long Present { get; init; }

    /// <summary>Rows that were added to time that was copied already, or changed in it: the rows around them were derived again.</summary>
    public required long Late { get; init; }

    /// <summary>Rows that were added, changed or deleted where the target's retention has dropped raw rows: not carried, their hours stay as they are.</summary>
    public required long TooLate { get; init; }

    /// <summary>Rows that are left for a later run: newer than the range, or than the source's clock.</summary>
    public required long Ahead { get; init; }

    /// <summary>What was found in the source.</summary>
    public required MigrationCounts Found { get; init; }

    /// <summary>What has been migrated.</summary>
    public required MigratedRange Range { get; init; }

    /// <summary>Everything that the source had committed by then is in the target.</summary>
    public required DateTimeOffset CommittedBefore { get; init; }

    /// <summary>How many chunks were compressed.</summary>
    public required int Compressed { get; init; }

    /// <summary>The new name of the source's table; null where it was not renamed.</summary>
    public required string? RenamedTo { get; init; }

    /// <summary>How long this run took until its rows were in the target, the looks at the source included; aggregates and compression come after.</summary>
    public required TimeSpan Copying { get; init; }

    /// <summary>How long this run took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
