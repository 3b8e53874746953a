using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>Holds rows of both sides against each other, one by one.</summary>
/// <param name="serviceSince">Since when the service has stored samples of its own; null: not known.</param>
/// <param name="mostNamed">How many differences are named.</param>
internal sealed class RowCheck(DateTimeOffset? serviceSince, int mostNamed)
{
    private readonly NamedDifferences<RowDifference> _named = new(mostNamed);
    private readonly GroupRows _group = new();
    private long _missing;
    private long _differing;
    private long _unexpected;
    private long _onlyInTarget;
    private long _wrongInGroup;

    public RowComparison Result => new(_missing, _differing, _unexpected, _onlyInTarget, _named.Named);

    /// <summary>Rows that differ, so far.</summary>
    public long Total => _missing + _differing + _unexpected;

    /// <summary>Compares rows that come in order, and says of each day and instance how many differ and how many only the target has.</summary>
    /// <param name="source">The source's.</param>
    /// <param name="target">The target's.</param>
    /// <param name="expired">Hours of which the target has dropped the rows and still says what they said.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<Dictionary<GroupKey, GroupVerdict>> CompareAsync(
        Cursor<SourceRow> source, Cursor<TargetRow> target, HashSet<HourKey> expired, CancellationToken cancellationToken)
    {
        var verdicts = new Dictionary<GroupKey, GroupVerdict>();
        await source.AdvanceAsync(cancellationToken).ConfigureAwait(false);
        await target.AdvanceAsync(cancellationToken).ConfigureAwait(false);
        GroupKey? group = null;
        while (Least(source.Current?.Key, target.Current?.Key) is { } key)
        {
            if (group is { } before && before != key.Group)
            {
                Close(before, verdicts);
            }

            group = key.Group;
            var (live, gone) = await TakeAsync(source, key, cancellationToken).ConfigureAwait(false);
            var rows = await TakeAsync(target, key, cancellationToken).ConfigureAwait(false);
            if (rows.Count > 0 || !expired.Contains(new HourKey(key.InstanceId, Timestamps.Hour(key.Timestamp))))
            {
                Compare(key, live, gone, rows);
            }
        }

        if (group is { } last)
        {
            Close(last, verdicts);
        }

        return verdicts;
    }

    private static RowKey? Least(RowKey? one, RowKey? other) =>
        one is { } first && (other is not { } second || first.CompareTo(second) <= 0) ? first : other;

    private static async Task<(UsageValues? Live, bool Gone)> TakeAsync(Cursor<SourceRow> source, RowKey key, CancellationToken cancellationToken)
    {
        UsageValues? live = null;
        var gone = false;
        while (source.Current is { } row && row.Key == key)
        {
            live = row.IsGone ? live : row.Values;
            gone |= row.IsGone;
            await source.AdvanceAsync(cancellationToken).ConfigureAwait(false);
        }

        return (live, gone);
    }

    private static async Task<List<TargetRow>> TakeAsync(Cursor<TargetRow> target, RowKey key, CancellationToken cancellationToken)
    {
        var rows = new List<TargetRow>();
        while (target.Current is { } row && row.Key == key)
        {
            rows.Add(row);
            await target.AdvanceAsync(cancellationToken).ConfigureAwait(false);
        }

        return rows;
    }

    private void Compare(RowKey key, UsageValues? live, bool gone, List<TargetRow> rows)
    {
        if (live is { } values)
        {
            _group.Add(key.Timestamp, values);
            if (rows.Count == 0)
            {
                _missing++;
                _wrongInGroup++;
                Name(RowDifferenceKind.Missing, key, null, () => $"{values}", null);
                return;
            }

            var counterpart = Math.Max(0, rows.FindIndex(row => row.Values == values));
            Compare(key, values, rows[counterpart]);
            rows.RemoveAt(counterpart);
        }
        else if (gone)
        {
            rows.ForEach(row => Refuse(RowDifferenceKind.Deleted, row, "deleted, or its instance is gone"));
            return;
        }
        else if (rows.Count > 0)
        {
            _group.AddOnlyInTarget(rows[0]);
            rows.RemoveAt(0);
        }

        rows.ForEach(row => Refuse(RowDifferenceKind.Doubled, row, "there is another row of this instance and time"));
    }

    private void Compare(RowKey key, UsageValues values, TargetRow row)
    {
        var hasWrongId = row.Id != row.ExpectedId;
        if (values == row.Values && !hasWrongId)
        {
            return;
        }

        _differing++;
        _wrongInGroup++;
        foreach (var (column, value, other) in values.DifferencesTo(row.Values))
        {
            Name(RowDifferenceKind.Differing, key, column, () => value, () => other);
        }

        if (hasWrongId)
        {
            Name(RowDifferenceKind.Differing, key, "id", () => $"{row.ExpectedId}", () => $"{row.Id}");
        }
    }

    // Which of a day's rows repeat others is known only when all of them were seen.
    private void Close(GroupKey group, Dictionary<GroupKey, GroupVerdict> verdicts)
    {
        var only = 0L;
        foreach (var row in _group.OnlyInTarget)
        {
            if (_group.OriginalOf(row.Values) is { } original)
            {
                Refuse(RowDifferenceKind.Doubled, row, $"the values are those of the row at {Rfc3339.Format(original)}");
            }
            else if (serviceSince is { } since && row.Key.Timestamp < since)
            {
                Refuse(RowDifferenceKind.Unexpected, row, "not in the source, and the service did not store samples yet");
            }
            else if (row.Id != row.ExpectedId)
            {
                Refuse(RowDifferenceKind.Unexpected, row, $"not in the source, and its id is not the one that the service gives, {row.ExpectedId}");
            }
            else
            {
                only++;
            }
        }

        verdicts[group] = new GroupVerdict(_wrongInGroup, only);
        _onlyInTarget += only;
        _wrongInGroup = 0;
        _group.Clear();
    }

    private void Refuse(RowDifferenceKind kind, TargetRow row, string reason)
    {
        _unexpected++;
        _wrongInGroup++;
        Name(kind, row.Key, null, () => reason, () => $"{row.Values}");
    }

    // Of millions of differences hardly any is told, so the others are not put into words.
    private void Name(RowDifferenceKind kind, RowKey key, string? column, Func<string> source, Func<string>? target)
    {
        if (!_named.IsFull)
        {
            _named.Add(new RowDifference(kind, key.InstanceId, key.Timestamp, column, source(), target?.Invoke()));
        }
    }
}
