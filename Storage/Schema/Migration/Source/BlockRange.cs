namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>Some blocks of the source that lie together, and the time that their rows are of.</summary>
/// <param name="Part">The table, partition or chunk.</param>
/// <param name="FileNode">Its file: where it was rewritten, its rows are elsewhere.</param>
/// <param name="First">The first block; -1: all of it, whose rows have no blocks.</param>
internal sealed record BlockRange(long Part, long FileNode, long First)
{
    /// <summary>All of a part.</summary>
    public const long Whole = -1;

    /// <summary>The oldest row, in microseconds since 1970.</summary>
    public long Oldest { get; set; } = long.MaxValue;

    /// <summary>The newest row, in microseconds since 1970.</summary>
    public long Newest { get; set; } = long.MinValue;

    /// <summary>Whether it may hold rows of a time.</summary>
    public bool MayHold(long from, long until) => Oldest < until && Newest >= from;

    public void Add(long time)
    {
        Oldest = Math.Min(Oldest, time);
        Newest = Math.Max(Newest, time);
    }
}
