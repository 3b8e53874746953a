using System.Text.Json;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;

namespace LaunchStack.Metrics.Storage.Schema.Migration.State;

/// <summary>A plan as the target keeps it, so that a run goes on without looking at the whole source again. Numbers in rows, because there are thousands.</summary>
/// <param name="Width">How many blocks a range has.</param>
/// <param name="Ranges">Part, file, first block, oldest and newest of each range.</param>
/// <param name="Slices">Start, end, rows and whether the target holds rows, of each slice.</param>
/// <param name="Later">Hours that a later plan may copy, and their rows.</param>
/// <param name="Until">What everything is copied to when the slices are.</param>
/// <param name="Committed">What was committed by then has been seen, in microseconds since 1970.</param>
/// <param name="Instances">How many instances have rows in the slices.</param>
internal sealed record PlanDocument(long Width, long[][] Ranges, long[][] Slices, long[][] Later, long Until, long Committed, int Instances)
{
    public static PlanDocument Of(
        BlockMap map, IReadOnlyList<Slice> slices, IReadOnlyDictionary<long, long> later, long until, DateTimeOffset committed, int instances) => new(
        map.Width,
        [.. map.Ranges.Select(range => new[] { range.Part, range.FileNode, range.First, range.Oldest, range.Newest })],
        [.. slices.Select(slice => new[] { slice.From, slice.Until, slice.Rows, slice.IsHeld ? 1L : 0 })],
        [.. later.Select(hour => new[] { hour.Key, hour.Value })],
        until,
        Moments.Of(committed),
        instances);

    public static PlanDocument? Parse(string? text) => text is null ? null : JsonSerializer.Deserialize<PlanDocument>(text);

    public string ToText() => JsonSerializer.Serialize(this);

    public BlockMap ToMap() => new(Width, Ranges.Select(row => new BlockRange(row[0], row[1], row[2]) { Oldest = row[3], Newest = row[4] }));

    public IReadOnlyList<Slice> ToSlices() => [.. Slices.Select(row => new Slice(row[0], row[1], row[2], row[3] != 0))];
}
