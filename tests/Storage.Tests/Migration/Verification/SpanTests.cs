using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

public sealed class SpanTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 6, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2026, 1, 9, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Spans_cover_the_time_without_a_gap_and_break_between_days_when_they_are_full()
    {
        var spans = Span.Divide([Day(1, 5), Day(2, 5), Day(5, 100), Day(8, 1), Day(9, 1)], From, Until, 10);

        Assert.Equal([(From, Midnight(5)), (Midnight(5), Midnight(8)), (Midnight(8), Until)], spans.Select(span => (span.From, span.Until)));
        Assert.Equal([10, 100, 2], spans.Select(span => span.Rows));
    }

    [Fact]
    public void Days_outside_count_for_nothing_and_without_any_there_is_one_span() =>
        Assert.Equal([new Span(From, Until, 0)], Span.Divide([(new DateOnly(2025, 12, 31), 50), Day(10, 50)], From, Until, 10));

    [Fact]
    public void Pages_side_by_side_are_one_run() => Assert.Equal(
        [new PageRun(0, 16), PageRun.From(24)], PageRun.Join([PageRun.From(24), new PageRun(8, 16), new PageRun(0, 8), new PageRun(8, 16)]));

    private static (DateOnly Day, long Rows) Day(int day, long rows) => (new DateOnly(2026, 1, day), rows);

    private static DateTimeOffset Midnight(int day) => new(2026, 1, day, 0, 0, 0, TimeSpan.Zero);
}
