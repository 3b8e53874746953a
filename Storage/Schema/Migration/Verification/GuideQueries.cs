using System.Globalization;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>The migration guide's test queries, on both sides, for the instances with the most, the least and a middling number of rows.</summary>
/// <param name="source">The source.</param>
/// <param name="target">The target.</param>
/// <param name="bounds">The time looked at of which the target keeps rows, and the moment since which counters count.</param>
/// <param name="time">Measures.</param>
internal sealed class GuideQueries(SourceReader source, TargetReader target, (DateTimeOffset From, DateTimeOffset Until, DateTimeOffset CountedFrom) bounds, TimeProvider time)
{
    private static readonly string[] RecentColumns = ["timestamp", "cpu_usage", "memory_usage", "memory_limit", "network_in", "network_out"];
    private static readonly string[] HourlyColumns = ["bucket", "avg_cpu"];

    /// <summary>Runs them.</summary>
    /// <param name="instances">The instances that the source has rows of.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<IReadOnlyList<QueryComparison>> RunAsync(
        IReadOnlyDictionary<Guid, InstanceTally> instances, CancellationToken cancellationToken)
    {
        var comparisons = new List<QueryComparison>();
        foreach (var (instanceId, tally) in Choose(instances))
        {
            comparisons.Add(await RecentAsync(instanceId, tally, cancellationToken).ConfigureAwait(false));
            comparisons.Add(await HourlyAsync(instanceId, tally, cancellationToken).ConfigureAwait(false));
        }

        return comparisons;
    }

    private static IEnumerable<KeyValuePair<Guid, InstanceTally>> Choose(IReadOnlyDictionary<Guid, InstanceTally> instances)
    {
        KeyValuePair<Guid, InstanceTally>[] ranked =
            [.. instances.Where(item => item.Value.Rows > 0).OrderByDescending(item => item.Value.Rows).ThenBy(item => item.Key)];
        return ranked.Length == 0 ? [] : new[] { 0, ranked.Length / 2, ranked.Length - 1 }.Distinct().Select(place => ranked[place]);
    }

    private async Task<QueryComparison> RecentAsync(Guid instanceId, InstanceTally tally, CancellationToken cancellationToken)
    {
        var behind = tally.Last.AddMicroseconds(1);
        var ours = await source.QueryAsync(
            "recent",
            instanceId,
            new Span(bounds.CountedFrom, behind, 0),
            RecentColumns,
            time,
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Time(behind)).ConfigureAwait(false);
        var theirs = await target.QueryAsync(
            "recent", RecentColumns, time, cancellationToken, Parameter.Uuid(instanceId), Parameter.Time(behind)).ConfigureAwait(false);
        return Compare("recent", instanceId, tally, RecentColumns, (Since(ours.Rows), ours.Milliseconds), (Since(theirs.Rows), theirs.Milliseconds));
    }

    private async Task<QueryComparison> HourlyAsync(Guid instanceId, InstanceTally tally, CancellationToken cancellationToken)
    {
        var day = new HourBounds(Timestamps.Hour(tally.Last.AddDays(-1)).AddHours(1), tally.Last.AddHours(1), bounds.From);
        var hours = new HourBounds(bounds.From, bounds.Until, bounds.From).Within(new Span(day.From, day.Until, 0));
        var ours = await source.QueryAsync(
            "hourly",
            instanceId,
            hours,
            HourlyColumns,
            time,
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Time(hours.From),
            Parameter.Time(hours.Until)).ConfigureAwait(false);
        var theirs = await target.QueryAsync(
            "hourly",
            HourlyColumns,
            time,
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Time(hours.From),
            Parameter.Time(hours.Until)).ConfigureAwait(false);
        return Compare("hourly", instanceId, tally, HourlyColumns, ours, theirs);
    }

    // Rows before the time looked at may be on the one side and not on the other.
    private List<object[]> Since(List<object[]> rows) => [.. rows.Where(row => (DateTime)row[0] >= bounds.From.UtcDateTime)];

    private static QueryComparison Compare(
        string name,
        Guid instanceId,
        InstanceTally tally,
        string[] columns,
        (List<object[]> Rows, double Milliseconds) ours,
        (List<object[]> Rows, double Milliseconds) theirs)
    {
        var outcome = ours.Rows.Count == theirs.Rows.Count && ours.Rows.Zip(theirs.Rows).All(pair => Same(pair.First, pair.Second))
            ? QueryOutcome.Same
            : tally.HasOnlyInTarget ? QueryOutcome.Incomparable : QueryOutcome.Different;
        return new QueryComparison(
            name, instanceId, outcome, ours.Milliseconds, theirs.Milliseconds, columns, Texts(ours.Rows), Texts(theirs.Rows), NoteOf(outcome, ours.Rows, theirs.Rows));
    }

    private static bool Same(object[] one, object[] other) => one.Zip(other).All(
        pair => pair is { First: double first, Second: double second } ? Tolerance.Same(first, second) : pair.First.Equals(pair.Second));

    private static string? NoteOf(QueryOutcome outcome, List<object[]> ours, List<object[]> theirs) => outcome switch
    {
        QueryOutcome.Same => null,
        QueryOutcome.Incomparable => "the service has stored samples of its own in between",
        _ => ours.Zip(theirs).FirstOrDefault(pair => !Same(pair.First, pair.Second)) is { First: { } one, Second: { } other }
            ? $"source {string.Join(", ", one.Select(Text))}; target {string.Join(", ", other.Select(Text))}"
            : $"{ours.Count} rows in the source, {theirs.Count} in the target",
    };

    private static List<IReadOnlyList<string>> Texts(List<object[]> rows) => [.. rows.Select(row => Array.ConvertAll(row, Text))];

    private static string Text(object value) => value switch
    {
        DateTime moment => Rfc3339.Format(new DateTimeOffset(moment)),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
