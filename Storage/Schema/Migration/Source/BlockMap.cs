using System.Globalization;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>
/// Where the source keeps the rows of which time: the table that is migrated has no index on it, and reading it whole for each slice would take
/// for ever. A few thousand ranges, whatever the table's size.
/// </summary>
/// <param name="width">How many blocks a range has.</param>
/// <param name="ranges">The ranges that are known.</param>
internal sealed class BlockMap(long width, IEnumerable<BlockRange> ranges)
{
    private const long LeastWidth = 1024;
    private const long MostRanges = 16_384;

    // A statement's plan grows with them.
    private const int MostRuns = 50;

    private readonly Dictionary<(long, long, long), BlockRange> _ranges = ranges.ToDictionary(range => (range.Part, range.FileNode, range.First));
    private Dictionary<long, SourcePart> _parts = [];

    public long Width => width;

    public IReadOnlyCollection<BlockRange> Ranges => _ranges.Values;

    public static long WidthFor(long blocks) => Math.Max(LeastWidth, blocks / MostRanges);

    /// <summary>Takes note of the parts that there are now; ranges of others are forgotten. Whether what is known still holds.</summary>
    public bool Use(IEnumerable<SourcePart> parts)
    {
        _parts = parts.ToDictionary(part => part.Oid);
        var gone = _ranges.Values.Where(range => !Has(range)).ToList();
        gone.ForEach(range => _ranges.Remove((range.Part, range.FileNode, range.First)));
        return gone.Count == 0;
    }

    /// <summary>Whether a part's rows lie where the map says.</summary>
    public bool Holds(long part, long fileNode) => _parts.TryGetValue(part, out var known) && known.FileNode == fileNode;

    /// <summary>The range that starts at a block, and whether it was known.</summary>
    public (BlockRange Range, bool IsKnown) At(SourcePart part, long first) =>
        _ranges.TryGetValue((part.Oid, part.FileNode, first), out var known) ? (known, true) : (new BlockRange(part.Oid, part.FileNode, first), false);

    public void Keep(BlockRange range) => _ranges[(range.Part, range.FileNode, range.First)] = range;

    /// <summary>The first block of the last range of a part that is known; 0 where none is.</summary>
    public long LastOf(SourcePart part) =>
        _ranges.Values.Where(range => range.Part == part.Oid && range.FileNode == part.FileNode).Select(range => range.First).DefaultIfEmpty(0).Max();

    /// <summary>How many ranges may hold rows of a time.</summary>
    public int CountOf(long from, long until) => _ranges.Values.Count(range => range.MayHold(from, until));

    /// <summary>What reads the rows of a time: some runs of blocks at once.</summary>
    public IEnumerable<List<BlockRun>> Runs(long from, long until) =>
        RunsOf(_ranges.Values.Where(range => range.MayHold(from, until)).OrderBy(range => range.Part).ThenBy(range => range.First))
            .Chunk(MostRuns)
            .Select(runs => runs.ToList());

    /// <summary>The condition for blocks of a relation.</summary>
    public static string Blocks(long first, long end) =>
        string.Create(CultureInfo.InvariantCulture, $"ctid >= '({first},0)'::tid AND ctid < '({Math.Min(end, uint.MaxValue - 1)},0)'::tid");

    private IEnumerable<BlockRun> RunsOf(IEnumerable<BlockRange> sorted)
    {
        BlockRange? first = null;
        var end = 0L;
        foreach (var range in sorted)
        {
            if (first is not null && range.Part == first.Part && range.First == end && first.First >= 0)
            {
                end += width;
                continue;
            }

            if (first is not null)
            {
                yield return Run(first, end);
            }

            (first, end) = (range, range.First + width);
        }

        if (first is not null)
        {
            yield return Run(first, end);
        }
    }

    private BlockRun Run(BlockRange first, long end) =>
        new(first.Part, _parts[first.Part].Name, first.First == BlockRange.Whole ? "TRUE" : Blocks(first.First, end));

    private bool Has(BlockRange range) => _parts.TryGetValue(range.Part, out var part) && part.FileNode == range.FileNode && part.IsCompressed == (range.First == BlockRange.Whole);
}
