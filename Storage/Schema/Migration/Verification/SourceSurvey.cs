using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>
/// Which days are on which pages of the source's table. It has no index on time, so a day could be read only with the whole table; but rows
/// lie about in the order in which they were written, so that each day is on few pages. Wherever the rows are: each day finds all of its own.
/// </summary>
internal sealed class SourceSurvey
{
    private const int MostRuns = 1_024;
    private const int LeastPagesOfRun = 8;
    private const int MostPagesOfRun = 16_384;

    private readonly SortedDictionary<DateOnly, (long Rows, List<PageRun> Pages)> _days = [];

    /// <summary>In which counters there are nulls.</summary>
    public (bool In, bool Out) Nulls { get; private set; }

    /// <summary>The days that have rows, by time, with their number.</summary>
    public IEnumerable<(DateOnly Day, long Rows)> Days => _days.Select(day => (day.Key, day.Value.Rows));

    /// <summary>Reads the whole table once, a run of pages in each transaction.</summary>
    public static async Task<SourceSurvey> ReadAsync(
        ReadOnlyDatabase source, SourceShape shape, Action<long> progress, CancellationToken cancellationToken)
    {
        var survey = new SourceSurvey();
        var statement = VerificationSql.Survey(shape);
        var rows = 0L;
        foreach (var run in RunsOf(shape.Pages ?? 0))
        {
            foreach (var (day, found, nullIn, nullOut) in await source.QueryAsync(
                statement,
                reader => (DateOnly.FromDateTime(reader.GetDateTime(0)), reader.GetInt64(1), reader.GetBoolean(2), reader.GetBoolean(3)),
                cancellationToken,
                Parameter.Text(PageRun.Place(run.First)),
                Parameter.Text(PageRun.Place(run.Behind))).ConfigureAwait(false))
            {
                survey.Add(day, found, run);
                survey.Nulls = (survey.Nulls.In || nullIn, survey.Nulls.Out || nullOut);
                rows += found;
            }

            progress(rows);
        }

        return survey;
    }

    /// <summary>The pages on which some days are.</summary>
    public IReadOnlyList<PageRun> PagesOf(DateOnly first, DateOnly last) =>
        PageRun.Join(_days.Where(day => day.Key >= first && day.Key <= last).SelectMany(day => day.Value.Pages));

    private static IEnumerable<PageRun> RunsOf(long pages)
    {
        var size = Math.Clamp((pages / MostRuns) + 1, LeastPagesOfRun, MostPagesOfRun);
        var first = 0L;
        for (; first + size < pages; first += size)
        {
            yield return new PageRun(first, first + size);
        }

        yield return PageRun.From(first);
    }

    private void Add(DateOnly day, long rows, PageRun run)
    {
        if (!_days.TryGetValue(day, out var known))
        {
            known = (0, []);
        }

        known.Pages.Add(run);
        _days[day] = (known.Rows + rows, known.Pages);
    }
}
