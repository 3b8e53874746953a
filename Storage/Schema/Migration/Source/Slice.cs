namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>A span of time that is copied in one transaction of each lane.</summary>
/// <param name="From">Its start, in microseconds since 1970.</param>
/// <param name="Until">Its end, which belongs to the next one.</param>
/// <param name="Rows">How many rows it has, about.</param>
/// <param name="IsHeld">Whether the target had rows of that day before.</param>
internal sealed record Slice(long From, long Until, long Rows, bool IsHeld)
{
    /// <summary>No slice is longer: rows of one are sorted by numbers that hold instance and time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);
}
