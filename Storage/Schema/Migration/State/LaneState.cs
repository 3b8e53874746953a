namespace LaunchStack.Metrics.Storage.Schema.Migration.State;

/// <summary>Where a lane stands.</summary>
/// <param name="number">Which one.</param>
/// <param name="copiedUntil">What it has copied, in microseconds since 1970.</param>
/// <param name="counts">What it has done so far, in all runs.</param>
internal sealed class LaneState(int number, long copiedUntil, LaneCounts counts)
{
    public int Number => number;

    public long CopiedUntil { get; set; } = copiedUntil;

    public LaneCounts Counts { get; set; } = counts;
}
