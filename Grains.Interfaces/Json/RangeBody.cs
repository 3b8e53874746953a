using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Json;

/// <summary>Usage over time as JSON shows it.</summary>
/// <param name="Resolution">How fine the items are: <c>raw</c>, <c>minute</c>, <c>hour</c> or <c>day</c>.</param>
/// <param name="WidthSeconds">The width of a bucket in seconds; 0 for raw samples.</param>
/// <param name="Items">The points, oldest first.</param>
public sealed record RangeBody(string Resolution, long WidthSeconds, IReadOnlyList<UsagePoint> Items)
{
    /// <summary>The body of an answer.</summary>
    /// <param name="range">The answer.</param>
    public static RangeBody From(UsageRange range) =>
        new(range.Resolution.ToString().ToLowerInvariant(), (long)range.Width.TotalSeconds, range.Points);
}
