using System.Data;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Postgres.Appending;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using LaunchStack.Metrics.Storage.Schema.Migration.State;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Copying;

/// <summary>
/// Rows that were added to the source, changed or deleted in time that was copied already: brings them over, and derives the bytes of the rows
/// after them again. May be done twice, and changes nothing the second time.
/// </summary>
internal sealed class LateRows(
    MigrationDatabase target,
    PostgresStatements statements,
    TriggerSkipping skipping,
    InstanceTransfer transfer,
    MigrationStore store,
    MigrationState state,
    SliceReader reader,
    MigrationOptions options)
{
    private const long Day = 86_400_000_000;
    private const int MostNamed = 1000;
    private static readonly TimeSpan StatementTimeout = TimeSpan.FromMinutes(30);

    private readonly Dictionary<InstanceEntry, LateSpan> _spans = [];
    private readonly Dictionary<InstanceEntry, CounterState> _counters = [];

    /// <summary>Brings over what a pass has found; returns how many rows that changed.</summary>
    public async Task<long> RunAsync(PassResult found, BlockMap map, LaneState lane, CancellationToken cancellationToken)
    {
        if (found.Late.Count == 0)
        {
            return 0;
        }

        await transfer.RunAsync(found.Late.Keys.Where(entry => entry.IsThere is true).Select(entry => entry.Id), cancellationToken).ConfigureAwait(false);
        foreach (var page in found.Late.Chunk(MostNamed))
        {
            await SpansAsync(page, cancellationToken).ConfigureAwait(false);
        }

        var (from, until) = (_spans.Values.Min(span => span.ReadFrom), _spans.Values.Max(span => span.To) + 1);
        await store.StaleAsync(state, _spans.Values.Min(span => span.From), until, cancellationToken).ConfigureAwait(false);
        var changed = 0L;
        var left = new Stack<(long From, long Until)>();
        for (var start = from; start < until; start = Math.Min(until, start - (start % Day) + Day))
        {
            left.Push((start, Math.Min(until, start - (start % Day) + Day)));
            while (left.TryPop(out var part))
            {
                var rows = await ReadAsync(map, part.From, part.Until, cancellationToken).ConfigureAwait(false);
                if (rows is null)
                {
                    var middle = part.From + ((part.Until - part.From) / 2);
                    if (middle == part.From)
                    {
                        throw SliceCopy.TooSlow(part.From);
                    }

                    left.Push((middle, part.Until));
                    left.Push((part.From, middle));
                    continue;
                }

                using var memory = rows;
                changed += await MendAsync(rows, part.From, part.Until, found, lane, cancellationToken).ConfigureAwait(false);
            }
        }

        await ForgetAsync(cancellationToken).ConfigureAwait(false);
        return changed;
    }

    // Where all rows of an instance's newest time are gone, what was there before is its newest again.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var empty = _spans
            .Where(item => item.Value.IsLast && item.Key.Counters is not null && !_counters.ContainsKey(item.Key))
            .Select(item => (Instance: item.Key, Counters: item.Value.Before ?? new CounterState(item.Value.From, SourceRow.None, SourceRow.None)))
            .ToList();
        await target.RunAsync(
            async connection =>
            {
                await store.MoveCountersAsync(
                    connection, state.Migration, [.. empty.Select(item => (item.Instance.Id, item.Counters))], cancellationToken).ConfigureAwait(false);
                return 0;
            },
            cancellationToken).ConfigureAwait(false);
        empty.ForEach(item => item.Instance.Counters = item.Counters);
    }

    private async Task<SliceRows?> ReadAsync(BlockMap map, long from, long until, CancellationToken cancellationToken)
    {
        var instances = _spans.Where(item => item.Value.ReadFrom < until && item.Value.To >= from).Select(item => item.Key).ToList();
        var most = until - from > 1 ? options.Batch * 2L : long.MaxValue;
        var read = await reader.ReadAsync(
            map,
            from,
            until,
            most,
            (entry, time) => _spans.TryGetValue(entry, out var span) && time >= span.ReadFrom && time <= span.To,
            lanes: 1,
            cancellationToken,
            instances.Count <= MostNamed ? instances : null).ConfigureAwait(false);
        return read?[0];
    }

    private async Task SpansAsync(KeyValuePair<InstanceEntry, (long From, long Until)>[] late, CancellationToken cancellationToken)
    {
        var neighbours = await target.ReadAsync(
            statements.Text("neighbours"),
            reader => (Id: reader.GetGuid(0), Before: TimeOf(reader, 1), After: TimeOf(reader, 2)),
            cancellationToken,
            Parameter.Uuids(late.Select(item => item.Key.Id)),
            Parameter.Times(late.Select(item => Moments.ToTime(item.Value.From))),
            Parameter.Times(late.Select(item => Moments.ToTime(item.Value.Until))),
            Parameter.Time(Moments.ToTime(state.CopiedUntil))).ConfigureAwait(false);
        var byId = neighbours.ToDictionary(item => item.Id);
        foreach (var (entry, (from, until)) in late)
        {
            var (_, before, after) = byId[entry.Id];
            _spans[entry] = new LateSpan(before ?? from, from, after ?? until, after is null, before is null ? entry.Before : null);
        }
    }

    private async Task<long> MendAsync(SliceRows rows, long from, long until, PassResult found, LaneState lane, CancellationToken cancellationToken)
    {
        using var derivation = new Derivation(
            rows,
            from,
            state.Network,
            entry => entry.IsThere is true,
            entry => _counters.TryGetValue(entry, out var counters) ? counters : _spans[entry].Before,
            (entry, time) => time >= _spans[entry].From);
        var there = derivation.Rows.Select(row => row.Id).ToHashSet();
        var gone = found.LateDeleted
            .Where(item => item.Time >= from && item.Time < until)
            .Select(item => (Id: SampleId.Derive(item.Instance.Tail, Moments.ToTime(item.Time)), Time: Moments.ToTime(item.Time)))
            .Where(item => !there.Contains(item.Id))
            .ToList();
        var changed = await target.RunAsync(connection => WriteAsync(connection, derivation, gone, lane, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var (entry, counters) in derivation.Moved)
        {
            _counters[entry] = counters;
            entry.Counters = _spans[entry].IsLast ? counters : entry.Counters;
        }

        return changed;
    }

    private async Task<long> WriteAsync(
        NpgsqlConnection connection, Derivation derivation, List<(Guid Id, DateTimeOffset Time)> gone, LaneState lane, CancellationToken cancellationToken)
    {
        if (derivation.Rows.Count == 0 && gone.Count == 0)
        {
            return 0;
        }

        var skips = await skipping.IsAllowedAsync(connection, statements, _ => { }, cancellationToken).ConfigureAwait(false);
        using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        var append = new AppendTransaction(connection, statements, StatementTimeout, skips);
        var held = (await append.BeginAsync(
            "append-lock-parents", reader => reader.GetGuid(0), cancellationToken, Parameter.Uuids(derivation.Moved.Select(item => item.Instance.Id))).ConfigureAwait(false)).ToHashSet();
        await append.ReadAsync("stage-limits", _ => 0, cancellationToken).ConfigureAwait(false);
        var rows = derivation.Rows.Where(row => held.Contains(row.InstanceId)).ToArray();
        var (added, changed) = await UpsertAsync(append, connection, rows, held.Count, cancellationToken).ConfigureAwait(false);
        var deleted = gone.Count == 0 ? 0 : await DeleteAsync(connection, gone, cancellationToken).ConfigureAwait(false);
        var moved = derivation.Moved.Where(item => _spans[item.Instance].IsLast).Select(item => (item.Instance.Id, item.Counters)).ToList();
        await store.MoveCountersAsync(connection, state.Migration, moved, cancellationToken).ConfigureAwait(false);
        var counts = lane.Counts.Plus(new LaneCounts(Copied: added - deleted));
        if (!await store.CheckpointAsync(connection, state.Migration, lane, lane.CopiedUntil, counts, cancellationToken).ConfigureAwait(false))
        {
            throw new MigrationException("another run has copied rows meanwhile: this one has stopped, and nothing is lost");
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        lane.Counts = counts;
        return added + changed + deleted;
    }

    private async Task<(int Added, int Changed)> UpsertAsync(
        AppendTransaction append, NpgsqlConnection connection, Appending.AppendRow[] rows, int instances, CancellationToken cancellationToken)
    {
        if (rows.Length == 0)
        {
            return (0, 0);
        }

        using var bytes = new CopyRows(rows, instances);
        await append.ReadAsync("stage", _ => 0, cancellationToken).ConfigureAwait(false);
        await append.CopyAsync("stage-copy", bytes.Bytes, cancellationToken).ConfigureAwait(false);
        using var insert = statements.Command(connection, "stage-insert");
        var added = await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        using var change = statements.Command(connection, "stage-mend", Parameter.Integer(state.Migration));
        return (added, await change.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<int> DeleteAsync(NpgsqlConnection connection, List<(Guid Id, DateTimeOffset Time)> gone, CancellationToken cancellationToken)
    {
        using var command = statements.Command(
            connection,
            "mend-delete",
            Parameter.Uuids(gone.Select(item => item.Id)),
            Parameter.Times(gone.Select(item => item.Time)),
            Parameter.Time(gone.Min(item => item.Time)),
            Parameter.Time(gone.Max(item => item.Time)),
            Parameter.Integer(state.Migration));
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static long? TimeOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Moments.Of(reader.GetFieldValue<DateTimeOffset>(column));
}
