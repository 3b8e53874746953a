namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>Compares days: by what their hours add up to, and row by row where that is not the same.</summary>
/// <param name="source">The source.</param>
/// <param name="target">The target.</param>
/// <param name="bounds">The time looked at: of hours that reach beyond it, aggregates know more than is read here.</param>
/// <param name="rows">Compares rows.</param>
/// <param name="hours">Compares aggregates.</param>
/// <param name="mostNamed">How many differences of a kind are named.</param>
internal sealed class DayCheck(SourceReader source, TargetReader target, HourBounds bounds, RowCheck rows, HourCheck hours, int mostNamed)
{
    private readonly SortedDictionary<DateOnly, DayTally> _days = [];
    private readonly Dictionary<Guid, InstanceTally> _instances = [];
    private readonly NamedDifferences<UnequalGroup> _unequal = new(mostNamed);

    public IReadOnlyList<VerifiedDay> Days => [.. _days.Select(day => day.Value.ToDay(day.Key))];

    public IReadOnlyList<UnequalGroup> UnequalGroups => _unequal.Named;

    public IReadOnlyDictionary<Guid, InstanceTally> Instances => _instances;

    /// <summary>Compares the days of a span.</summary>
    public async Task RunAsync(Span span, CancellationToken cancellationToken)
    {
        var last = new LastCounters();
        var expired = new HashSet<HourKey>();
        var unequal = await CompareHoursAsync(span, last, expired, cancellationToken).ConfigureAwait(false);
        if (unequal.Count > 0)
        {
            await CompareRowsAsync(span, unequal, expired, cancellationToken).ConfigureAwait(false);
        }

        source.Counters.Note(last);
    }

    private async Task<Dictionary<GroupKey, UnequalGroup>> CompareHoursAsync(
        Span span, LastCounters last, HashSet<HourKey> expired, CancellationToken cancellationToken)
    {
        var unequal = new Dictionary<GroupKey, UnequalGroup>();
        var cursors = await OpenAsync(span, cancellationToken).ConfigureAwait(false);
        await using var scope = cursors.ConfigureAwait(false);
        var group = new GroupSums();
        await foreach (var (key, ours, theirs, aggregate) in cursors.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!group.Covers(key))
            {
                Close(group, unequal);
                group = new GroupSums(key);
            }

            if (ours is { } hour)
            {
                Note(hour, last);
                if (theirs is null && key.Hour < bounds.Kept && bounds.Contains(key.Hour) && aggregate is not null && hours.Matches(hour.Measures, aggregate))
                {
                    group.AddExpired(hour.Measures.Sums);
                    expired.Add(key);
                    continue;
                }
            }

            var isSame = group.Add(ours?.Measures.Sums ?? default, theirs?.Measures.Sums ?? default, theirs?.WrongIds ?? 0);

            if (bounds.Contains(key.Hour))
            {
                CompareAggregate(key, isSame, ours?.Measures, theirs?.Measures, aggregate);
            }
        }

        Close(group, unequal);
        return unequal;
    }

    // Where rows differ, that is told of the rows. Such an hour is to say what the target's own rows say, or the source's: what the service stores late is
    // not in the aggregate before its next refresh.
    private void CompareAggregate(HourKey key, bool isSame, HourMeasures? ours, HourMeasures? theirs, AggregatedHour? aggregate)
    {
        var isOfDroppedRows = ours is null && theirs is null && key.Hour < bounds.Kept;
        if (!isOfDroppedRows && (theirs is not null || aggregate is not null) && (isSame || !hours.Matches(ours, aggregate)))
        {
            hours.Compare(key, isSame ? ours : theirs, aggregate);
        }
    }

    private async Task<HourCursors> OpenAsync(Span span, CancellationToken cancellationToken)
    {
        // At once, because each side works for a while before its first row comes.
        var (ours, theirs, aggregates) = (
            source.HoursAsync(span, cancellationToken), target.HoursAsync(span, cancellationToken), target.AggregatesAsync(bounds.Within(span), cancellationToken));
        try
        {
            return new HourCursors(
                await ours.ConfigureAwait(false), await theirs.ConfigureAwait(false), await aggregates.ConfigureAwait(false));
        }
        catch
        {
            await DisposeAsync(ours).ConfigureAwait(false);
            await DisposeAsync(theirs).ConfigureAwait(false);
            await DisposeAsync(aggregates).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task DisposeAsync<T>(Task<Cursor<T>> opening)
        where T : struct
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Note(SourceHour hour, LastCounters last)
    {
        last.Note(hour.Key.InstanceId, hour.LastIn, hour.LastOut);
        var tally = Tally(hour.Key.InstanceId);
        tally.Rows += hour.Measures.Sums.Rows;
        tally.Last = hour.Measures.Sums.Last!.Value;
    }

    private InstanceTally Tally(Guid instanceId)
    {
        if (!_instances.TryGetValue(instanceId, out var tally))
        {
            _instances[instanceId] = tally = new InstanceTally();
        }

        return tally;
    }

    private void Close(GroupSums group, Dictionary<GroupKey, UnequalGroup> unequal)
    {
        if (group.Key is not { } key || group.IsEmpty)
        {
            return;
        }

        var day = DayOf(key.Day);
        day.Instances++;
        day.Source = day.Source.With(group.Source);
        day.Target = day.Target.With(group.Target);
        day.Expired += group.Expired;
        if (!group.IsEqual)
        {
            unequal[key] = new UnequalGroup(key.Day, key.InstanceId, group.Source, group.Target);
        }
    }

    private DayTally DayOf(DateOnly day)
    {
        if (!_days.TryGetValue(day, out var tally))
        {
            _days[day] = tally = new DayTally();
        }

        return tally;
    }

    private async Task CompareRowsAsync(
        Span span, Dictionary<GroupKey, UnequalGroup> unequal, HashSet<HourKey> expired, CancellationToken cancellationToken)
    {
        Guid[] instances = [.. unequal.Keys.Select(group => group.InstanceId).Distinct()];
        var ours = await source.RowsAsync(span, instances, cancellationToken).ConfigureAwait(false);
        await using var oursScope = ours.ConfigureAwait(false);
        var theirs = await target.RowsAsync(span, instances, cancellationToken).ConfigureAwait(false);
        await using var theirsScope = theirs.ConfigureAwait(false);
        foreach (var (key, verdict) in await rows.CompareAsync(ours, theirs, expired, cancellationToken).ConfigureAwait(false))
        {
            DayOf(key.Day).OnlyInTarget += verdict.OnlyInTarget;
            if (verdict.OnlyInTarget > 0)
            {
                Tally(key.InstanceId).HasOnlyInTarget = true;
            }

            if (verdict.Differences > 0)
            {
                DayOf(key.Day).UnequalInstances++;
                if (unequal.TryGetValue(key, out var group))
                {
                    _unequal.Add(group);
                }
            }
        }
    }
}
