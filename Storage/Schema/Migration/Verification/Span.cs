namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>A time that is read in one transaction of each side.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="Until">The moment after it.</param>
/// <param name="Rows">How many rows the source has on its days at about, deleted ones included.</param>
internal sealed record Span(DateTimeOffset From, DateTimeOffset Until, long Rows)
{
    /// <summary>
    /// Divides a time: whole days (UTC) but for its ends, as many of them in one span as have not more rows than that together. Without a gap, because the target
    /// may have rows where the source has none.
    /// </summary>
    public static IReadOnlyList<Span> Divide(
        IEnumerable<(DateOnly Day, long Rows)> days, DateTimeOffset from, DateTimeOffset until, long rowsOfSpan)
    {
        var spans = new List<Span>();
        var (start, rows) = (from, 0L);
        foreach (var (day, found) in days)
        {
            var begin = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            if (begin.AddDays(1) <= from || begin >= until)
            {
                continue;
            }

            if (rows > 0 && rows + found > rowsOfSpan)
            {
                spans.Add(new Span(start, begin, rows));
                (start, rows) = (begin, 0);
            }

            rows += found;
        }

        if (start < until)
        {
            spans.Add(new Span(start, until, rows));
        }

        return spans;
    }
}
