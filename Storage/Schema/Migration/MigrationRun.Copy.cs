using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Postgres.Appending;
using LaunchStack.Metrics.Storage.Schema.Migration.Copying;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using LaunchStack.Metrics.Storage.Schema.Migration.State;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

// Copies what was planned.
internal sealed partial class MigrationRun
{
    // Reading by an index jumps about; reading blocks once too often does not.
    private const double ReadsByTimeFrom = 3;

    private const long RowsUncompressed = 5_000_000;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private InstanceTransfer Transfer => new(_target, Into.Statements, Directory, Into.Facts.InstancesAreOurs);

    /// <summary>Notes the plan, before its first row is copied.</summary>
    private async Task NoteAsync(PlanDocument document, PassResult found, CancellationToken cancellationToken)
    {
        // Of those that have rows in the range already, a later pass may find the row before it once more: it is long behind them.
        var before = found.Before.Where(item => item.Key.Counters is null).Select(item => (
            Instance: item.Key,
            Counters: new CounterState(item.Value.Time, item.Value.In.Time == 0 ? SourceRow.None : item.Value.In.Value, item.Value.Out.Time == 0 ? SourceRow.None : item.Value.Out.Value)))
            .ToList();
        var slices = document.ToSlices();
        var from = slices.Count == 0 ? document.Until : slices[0].From;
        await Store.PlanAsync(State, document, from, before.Select(item => (item.Instance.Id, item.Counters)), cancellationToken).ConfigureAwait(false);
        before.ForEach(item => item.Instance.Before = item.Instance.Counters = item.Counters);
        State = State with { Plan = document };
    }

    /// <summary>Copies a plan's slices, from where lanes stand.</summary>
    private async Task CopyAsync(PlanDocument document, BlockMap map, CancellationToken cancellationToken)
    {
        var slices = document.ToSlices();
        var lanes = (await Store.LanesAsync(State, cancellationToken).ConfigureAwait(false)).Take(State.Lanes).ToList();
        var least = lanes.Min(lane => lane.CopiedUntil);
        slices = [.. slices.Where(slice => slice.Until > least)];
        await MakePartsAsync(slices, cancellationToken).ConfigureAwait(false);
        _progress.Begin("copies", "rows", slices.Sum(slice => slice.Rows));
        var skipping = new TriggerSkipping(_time);
        var writers = lanes.Select(lane => new LaneWriter(_target, Into.Statements, skipping, Transfer, Store, State, lane)).ToList();
        var reads = slices.Count == 0 ? 1 : slices.Sum(slice => (double)map.CountOf(slice.From, slice.Until)) / Math.Max(1, map.Ranges.Count);
        var reader = new SliceReader(_source, Table, Directory, Gate, _options) { ReadsByTime = Table.HasTimeIndex && reads >= ReadsByTimeFrom };
        var copy = new SliceCopy(reader, writers, lanes, _progress, Batch);
        foreach (var group in Groups(slices))
        {
            await copy.RunAsync(map, group, cancellationToken).ConfigureAwait(false);
            _progress.Say("compresses what is copied");
            await CompressAsync(Moments.ToTime(group[0].From), Moments.ToTime(group[^1].Until), () => { }, cancellationToken).ConfigureAwait(false);
        }

        await Store.PlanDoneAsync(State, document, cancellationToken).ConfigureAwait(false);
        State = State with { CopiedUntil = document.Until, Plan = document with { Slices = [] } };
    }

    // Whole chunks, so that each is compressed when it is full, and no more than these take the room of rows as they come.
    private IEnumerable<List<Slice>> Groups(IReadOnlyList<Slice> slices)
    {
        var width = Into.Lifecycle.ChunkInterval.Ticks / TimeSpan.TicksPerMicrosecond;
        var group = new List<Slice>();
        foreach (var slice in slices)
        {
            if (group.Count > 0 && group.Sum(item => item.Rows) >= RowsUncompressed && group[^1].From / width != slice.From / width)
            {
                yield return group;
                group = [];
            }

            group.Add(slice);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    // Made by the rows themselves, a chunk would keep instances locked until the end of their transaction; and below it there would be none.
    private async Task MakePartsAsync(IReadOnlyList<Slice> slices, CancellationToken cancellationToken)
    {
        var days = slices.Select(slice => slice.From - (slice.From % (Day.Ticks / TimeSpan.TicksPerMicrosecond))).Distinct().ToList();
        _progress.Begin("makes chunks", "days", days.Count);
        foreach (var day in days)
        {
            while ((await _target.ReadAsync(
                Into.Statements.Text("make-part"), reader => reader.GetBoolean(0), cancellationToken, Parameter.Time(Moments.ToTime(day))).ConfigureAwait(false)).Contains(true))
            {
                if (Into.Tier != Tier.Postgres)
                {
                    break;
                }
            }

            _progress.Add(1);
        }
    }
}
