using System.Text.Json.Serialization;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>Usage over time as JSON, and whose it is.</summary>
/// <param name="Resolution">How fine the items are.</param>
/// <param name="WidthSeconds">The width of a bucket in seconds; 0 for raw samples.</param>
/// <param name="Items">The points, oldest first.</param>
internal sealed record RangeAnswer(string Resolution, long WidthSeconds, IReadOnlyList<UsagePoint> Items)
{
    /// <summary>The points as rows, each of which says how wide it is.</summary>
    [JsonIgnore]
    public IReadOnlyList<RangeRow> Rows { get; private init; } = [];

    public static RangeAnswer From(Guid instanceId, UsageRange range)
    {
        var body = RangeBody.From(range);
        return new RangeAnswer(body.Resolution, body.WidthSeconds, body.Items) { Rows = [.. RangeRow.Of(instanceId, body)] };
    }
}
