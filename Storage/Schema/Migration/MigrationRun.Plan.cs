using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema.Migration.Copying;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using LaunchStack.Metrics.Storage.Schema.Migration.State;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

// Looks over the source, and plans what is to be copied.
internal sealed partial class MigrationRun
{
    private const long Hour = 3_600_000_000;

    // A table this small is read in a moment, however often.
    private const int FewRanges = 8;

    private SourceHorizon? _endsSeen;

    private SourcePass Pass => new(_source, Table, Directory, Gate, _options, _progress);

    /// <summary>A plan that an earlier run has left, or a new one.</summary>
    /// <returns>What is to be copied, where it lies, and what the pass has found; null where there was no need of one.</returns>
    private async Task<(PlanDocument Document, BlockMap Map, PassResult? Found)> PlanAsync(PassKind kind, CancellationToken cancellationToken)
    {
        if (kind == PassKind.IfNeeded && State.Plan is { Slices.Length: > 0 } left)
        {
            var kept = left.ToMap();
            await RenewAsync(kept, cancellationToken).ConfigureAwait(false);
            return (left, kept, null);
        }

        // The horizon first: a row that is committed between is in no block that is counted, or is found by this pass and the next one.
        var onlyEnds = kind == PassKind.Ends;
        var (seen, now) = await Pass.HorizonAsync(cancellationToken).ConfigureAwait(false);
        var parts = await Pass.PartsAsync(cancellationToken).ConfigureAwait(false);
        await Directory.GrowAsync(cancellationToken).ConfigureAwait(false);
        var end = onlyEnds ? now - FollowLag : now;
        var until = Math.Max(State.CopiedUntil, Moments.Of(_options.Until is { } wanted && (kind == PassKind.Last || wanted < end) ? wanted : end));
        var isOpen = kind == PassKind.Last && _options.Until is null;
        var map = State.Plan?.ToMap() ?? new BlockMap(BlockMap.WidthFor(parts.Sum(part => part.Blocks)), []);
        var found = await Pass.RunAsync(
            map,
            parts,
            new PassScope(State.KeptSince, State.Since, State.CopiedUntil, isOpen ? long.MaxValue : until, onlyEnds ? _endsSeen ?? State.Seen : State.Seen, seen)
            {
                Floor = Moments.Of(await FloorAsync(cancellationToken).ConfigureAwait(false) ?? DateTimeOffset.UnixEpoch),
            },
            onlyEnds,
            cancellationToken).ConfigureAwait(false);
        if (isOpen)
        {
            // Nothing comes after: rows ahead of the clock are as good as others.
            var ahead = found.Hours.Keys.Concat((State.Plan?.Later ?? []).Select(hour => hour[0])).DefaultIfEmpty().Max();
            until = ahead + Hour > until ? ahead + Hour : until;
        }

        var (hours, later) = Merged(found, State.Plan?.Later ?? [], until);
        var slices = SlicePlanner.Cut(
            hours, State.CopiedUntil, until, Batch, Into.Lifecycle.ChunkInterval, await HeldDaysAsync(hours, cancellationToken).ConfigureAwait(false));

        // What lies before the ends was not looked at; there an earlier pass is still the last one. Its rows are counted when all are looked at.
        _endsSeen = seen;
        State = onlyEnds ? State : State with { Seen = seen, Counted = State.Counted.Plus(found.Counts()) };
        return (PlanDocument.Of(map, slices, later, until, now, found.Instances.Count), map, found);
    }

    // A table that was rewritten since is looked over for where its rows lie now; what is new in it the next pass finds, as without.
    private async Task RenewAsync(BlockMap map, CancellationToken cancellationToken)
    {
        var (seen, _) = await Pass.HorizonAsync(cancellationToken).ConfigureAwait(false);
        var parts = await Pass.PartsAsync(cancellationToken).ConfigureAwait(false);
        if (!map.Use(parts))
        {
            await Pass.RunAsync(
                map, parts, new PassScope(State.KeptSince, State.Since, State.CopiedUntil, long.MaxValue, State.Seen, seen), onlyEnds: false, cancellationToken).ConfigureAwait(false);
        }
    }

    // Rows that an earlier pass has met ahead of its end are not new to this one.
    private static (Dictionary<long, long> Hours, Dictionary<long, long> Later) Merged(PassResult found, long[][] earlier, long until)
    {
        foreach (var hour in earlier)
        {
            if (hour[0] < until)
            {
                found.Hours[hour[0]] = found.Hours.GetValueOrDefault(hour[0]) + hour[1];
            }

            if (hour[0] + Hour > until)
            {
                found.Later[hour[0]] = found.Later.GetValueOrDefault(hour[0]) + hour[1];
            }
        }

        return (found.Hours, found.Later);
    }

    private async Task<IReadOnlySet<long>> HeldDaysAsync(Dictionary<long, long> hours, CancellationToken cancellationToken) => hours.Count == 0
        ? new HashSet<long>()
        : (await _target.ReadAsync(
            Into.Statements.Text("target-days"),
            reader => Moments.Of(reader.GetFieldValue<DateTimeOffset>(0)),
            cancellationToken,
            Parameter.Time(Moments.ToTime(hours.Keys.Min())),
            Parameter.Time(Moments.ToTime(hours.Keys.Max() + Hour))).ConfigureAwait(false)).ToHashSet();

    private MigrationPlan Describe(PlanDocument document, BlockMap map, PassResult? found, long copiedBefore)
    {
        var slices = document.ToSlices();
        var ranges = map.Ranges.Count(range => range.Oldest <= range.Newest);
        var reads = slices.Count == 0 || ranges == 0 ? 1 : slices.Sum(slice => (double)map.CountOf(slice.From, slice.Until)) / ranges;
        return new MigrationPlan
        {
            Source = $"{Table.Qualified} in {Table.Database}",
            Target = Into.Description,
            Network = State.Network,
            InPlace = Into.InPlace,
            SourceBytes = Table.Bytes,
            From = Moments.ToTime(State.Since),
            Until = Moments.ToTime(document.Until),
            Rows = slices.Sum(slice => slice.Rows),
            Oldest = slices.Count == 0 ? null : Moments.ToTime(found?.Oldest is { } oldest and < long.MaxValue ? oldest : slices[0].From),
            Newest = slices.Count == 0 ? null : Moments.ToTime(found?.Newest is { } newest and > long.MinValue ? newest : slices[^1].Until),
            Slices = slices.Count,
            Instances = document.Instances,
            Found = State.Counted,
            ExpiredBefore = State.KeptSince == long.MinValue ? null : Moments.ToTime(State.KeptSince),
            ReadsPerBlock = Math.Max(1, reads),
            Inspection = _time.GetElapsedTime(_started),
            Notes = [.. Notes(reads, map, document)],
            Resumes = found is null || State.CopiedUntil > State.Since,
            CopiedBefore = copiedBefore,
        };
    }

    private IEnumerable<string> Notes(double reads, BlockMap map, PlanDocument document)
    {
        if (Table.OtherColumns.Count > 0)
        {
            yield return $"columns that stay behind: {string.Join(", ", Table.OtherColumns)}";
        }

        foreach (var item in Table.Objects)
        {
            yield return $"{item} is on the source's table and stays with it";
        }

        if (!Table.HasInstances)
        {
            yield return "there is no table instances beside the source's: every instance that has rows is registered, without a name";
        }

        if (reads >= ReadsByTimeFrom && map.Ranges.Count >= FewRanges)
        {
            yield return Table.HasTimeIndex
                ? "rows do not lie in the order of time: they are read by the table's index on it"
                : $"rows do not lie in the order of time: each block is read {reads:0.#} times. CREATE INDEX CONCURRENTLY ON {Table.Qualified} (\"timestamp\") makes that once";
        }

        if (State.Network == Models.NetworkMode.Delta)
        {
            yield return "network columns are taken for bytes since the row before, as they are";
        }

        if (document.Later.Length > 0)
        {
            yield return $"{document.Later.Sum(hour => hour[1])} rows are newer than {Moments.ToTime(document.Until):O} and are left for a later run";
        }

        if (State.KeptSince == long.MinValue && Into.Tier == Tier.Timescale)
        {
            yield return "rows older than the target's retention are copied for their hours and days, and dropped by its policy afterwards";
        }
    }
}
