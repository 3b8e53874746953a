using LaunchStack.Metrics.Storage.Schema.Migration.Source;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Copying;

/// <summary>The time of an instance in which rows are derived again, in microseconds since 1970.</summary>
/// <param name="ReadFrom">From where its counters are read.</param>
/// <param name="From">Its first row that was added, changed or deleted: from there on rows are written.</param>
/// <param name="Until">The last such row.</param>
/// <param name="To">The last row that is written.</param>
/// <param name="IsFirst">Whether the target has no row before those that are read.</param>
/// <param name="IsLast">Whether the target has no row after: its newest counters are this time's.</param>
/// <param name="Before">The counters before the first row that is read.</param>
internal sealed record LateSpan(long ReadFrom, long From, long Until, long To, bool IsFirst, bool IsLast, CounterState? Before)
{
    /// <summary>Whether rows of a time are read.</summary>
    public bool Reaches(long from, long until) => ReadFrom < until && To >= from;

    /// <summary>Whether rows of a time are read for the sake of their counters, or because their bytes may be other ones.</summary>
    public bool Borders(long from, long until) => (ReadFrom < until && From > from) || (Until < until - 1 && To >= from);
}
