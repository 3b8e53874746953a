namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>Pages of the source's table that lie behind one another.</summary>
/// <param name="First">The first.</param>
/// <param name="Behind">The one after the last.</param>
internal readonly record struct PageRun(long First, long Behind)
{
    private const long EndOfAnyTable = uint.MaxValue;

    /// <summary>All pages from one on, those included that are added from now on.</summary>
    public static PageRun From(long first) => new(first, EndOfAnyTable);

    /// <summary>A page's first place, as SQL writes it.</summary>
    public static string Place(long page) => $"({page},0)";

    /// <summary>The same pages in as few runs as possible.</summary>
    public static IReadOnlyList<PageRun> Join(IEnumerable<PageRun> runs)
    {
        var joined = new List<PageRun>();
        foreach (var run in runs.Distinct().OrderBy(run => run.First))
        {
            if (joined.Count > 0 && joined[^1].Behind == run.First)
            {
                joined[^1] = joined[^1] with { Behind = run.Behind };
            }
            else
            {
                joined.Add(run);
            }
        }

        return joined;
    }
}
