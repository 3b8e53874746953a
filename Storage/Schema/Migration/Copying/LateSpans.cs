using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using LaunchStack.Metrics.Storage.Schema.Migration.State;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Copying;

/// <summary>Finds how far around late rows others must be read, and maybe written: to the next counters on both sides.</summary>
internal sealed class LateSpans(MigrationDatabase target, PostgresStatements statements, MigrationState state, LateReader reader)
{
    private const int FewRows = 8;
    private const int Widening = 16;

    /// <summary>Finds the spans of instances.</summary>
    /// <param name="late">The times of their first and their last late row.</param>
    /// <param name="lacksCounters">Whether there may be rows without a counter. Where there are none, the nearest row will do.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<Dictionary<InstanceEntry, LateSpan>> FindAsync(
        IReadOnlyDictionary<InstanceEntry, (long From, long Until)> late, bool lacksCounters, CancellationToken cancellationToken)
    {
        var spans = new Dictionary<InstanceEntry, LateSpan>(late.Count);
        foreach (var page in late.Chunk(LateReader.MostNamed))
        {
            var open = page;
            for (var rows = FewRows; open.Length > 0; rows = (int)Math.Min(int.MaxValue, (long)rows * Widening))
            {
                var found = await NeighboursAsync(open, rows, cancellationToken).ConfigureAwait(false);
                foreach (var (entry, span) in found)
                {
                    spans[entry] = span;
                }

                open = lacksCounters && state.Network == NetworkMode.Cumulative ? await OpenAsync(open, found, cancellationToken).ConfigureAwait(false) : [];
            }
        }

        return spans;
    }

    private static long? TimeOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Moments.Of(reader.GetFieldValue<DateTimeOffset>(column));

    private async Task<Dictionary<InstanceEntry, LateSpan>> NeighboursAsync(
        KeyValuePair<InstanceEntry, (long From, long Until)>[] late, int rows, CancellationToken cancellationToken)
    {
        var neighbours = await target.ReadAsync(
            statements.Text("neighbours"),
            reader => (Id: reader.GetGuid(0), Before: TimeOf(reader, 1), IsFirst: reader.GetBoolean(2), After: TimeOf(reader, 3), IsLast: reader.GetBoolean(4)),
            cancellationToken,
            Parameter.Uuids(late.Select(item => item.Key.Id)),
            Parameter.Times(late.Select(item => Moments.ToTime(item.Value.From))),
            Parameter.Times(late.Select(item => Moments.ToTime(item.Value.Until))),
            Parameter.Time(Moments.ToTime(state.CopiedUntil)),
            Parameter.Integer(rows)).ConfigureAwait(false);
        var byId = neighbours.ToDictionary(item => item.Id);
        return late.ToDictionary(
            item => item.Key,
            item =>
            {
                var ((from, until), (_, before, isFirst, after, isLast)) = (item.Value, byId[item.Key.Id]);
                return new LateSpan(before ?? from, from, until, after ?? until, isFirst, isLast, isFirst ? item.Key.Before : null);
            });
    }

    // Those between whose late rows and the next counters there are more rows than were asked for.
    private async Task<KeyValuePair<InstanceEntry, (long From, long Until)>[]> OpenAsync(
        KeyValuePair<InstanceEntry, (long From, long Until)>[] late, Dictionary<InstanceEntry, LateSpan> spans, CancellationToken cancellationToken)
    {
        var sides = new Dictionary<InstanceEntry, Sides>();
        await foreach (var (rows, _, _) in reader.ReadAsync(spans, (span, from, until) => span.Borders(from, until), cancellationToken).ConfigureAwait(false))
        {
            foreach (ref readonly var row in rows.Rows)
            {
                var entry = rows.Instances[row.Instance];
                var isBefore = row.Time < spans[entry].From;
                sides[entry] = sides.GetValueOrDefault(entry)
                    | (row.NetworkIn == SourceRow.None ? Sides.None : isBefore ? Sides.InBefore : Sides.InAfter)
                    | (row.NetworkOut == SourceRow.None ? Sides.None : isBefore ? Sides.OutBefore : Sides.OutAfter);
            }
        }

        return [.. late.Where(item => (sides.GetValueOrDefault(item.Key) | End(spans[item.Key])) != Sides.All)];
    }

    // Where there are no more rows there are no counters to find.
    private static Sides End(LateSpan span) =>
        (span.IsFirst ? Sides.InBefore | Sides.OutBefore : Sides.None) | (span.IsLast ? Sides.InAfter | Sides.OutAfter : Sides.None);

    [Flags]
    private enum Sides
    {
        None = 0,
        InBefore = 1,
        OutBefore = 2,
        InAfter = 4,
        OutAfter = 8,
        All = 15,
    }
}
