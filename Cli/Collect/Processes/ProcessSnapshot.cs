namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>All processes at one moment.</summary>
/// <param name="ListedAt">When they were listed, as a <see cref="TimeProvider"/>'s timestamp.</param>
/// <param name="Listed">The ids of all, readable or not.</param>
/// <param name="Readable">Those that could be read.</param>
internal sealed record ProcessSnapshot(long ListedAt, IReadOnlySet<int> Listed, IReadOnlyList<ProcessCounters> Readable);
