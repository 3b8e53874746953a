namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>What a pass over the source has found.</summary>
internal sealed class PassResult
{
    /// <summary>Rows to copy by the hour that they are of, in microseconds since 1970.</summary>
    public Dictionary<long, long> Hours { get; } = [];

    /// <summary>The same of rows that a later pass may copy, which will not see them again.</summary>
    public Dictionary<long, long> Later { get; } = [];

    /// <summary>Between which times rows were added or deleted where everything was copied already, in microseconds since 1970.</summary>
    public Dictionary<InstanceEntry, (long From, long Until)> Late { get; } = [];

    /// <summary>Rows among them that are deleted now.</summary>
    public HashSet<(InstanceEntry Instance, long Time)> LateDeleted { get; } = [];

    /// <summary>Of each instance the time of the newest row before the range, and its newest counters with their times.</summary>
    public Dictionary<InstanceEntry, (long Time, (long Time, long Value) In, (long Time, long Value) Out)> Before { get; } = [];

    /// <summary>Instances with rows to copy.</summary>
    public HashSet<InstanceEntry> Instances { get; } = [];

    public long Rows;

    public long Deleted;

    public long Gone;

    public long Expired;

    public long Impossible;

    public long Outside;

    public long Duplicates;

    public long Mended;

    /// <summary>Rows that were added, changed or deleted where the target has hours alone: not carried.</summary>
    public long TooLate;

    public long Oldest = long.MaxValue;

    public long Newest = long.MinValue;

    public MigrationCounts Counts() => new()
    {
        Rows = Rows,
        Deleted = Deleted,
        Gone = Gone,
        Expired = Expired,
        Impossible = Impossible,
        Outside = Outside,
        Duplicates = Duplicates,
        Mended = Mended,
    };
}
