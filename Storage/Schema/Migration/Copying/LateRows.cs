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
    private static readonly TimeSpan StatementTimeout = TimeSpan.FromMinutes(30);

    private readonly Dictionary<InstanceEntry, CounterState> _counters = [];
    private Dictionary<InstanceEntry, LateSpan> _spans = [];

    /// <summary>Brings over what a pass has found; returns how many rows that changed.</summary>
    public async Task<long> RunAsync(PassResult found, BlockMap map, LaneState lane, CancellationToken cancellationToken)
    {
        if (found.Late.Count == 0)
        {
            return 0;
        }

        await transfer.RunAsync(found.Late.Keys.Where(entry => entry.IsThere is true).Select(entry => entry.Id), cancellationToken).ConfigureAwait(false);
        var rows = new LateReader(reader, map, options.Batch);
        var lacksCounters = state.Counted.Mended + found.Mended > 0;
        _spans = await new LateSpans(target, statements, state, rows).FindAsync(found.Late, lacksCounters, cancellationToken).ConfigureAwait(false);
        await store.StaleAsync(state, _spans.Values.Min(span => span.From), _spans.Values.Max(span => span.To) + 1, cancellationToken).ConfigureAwait(false);
        var changed = 0L;
        await foreach (var (part, from, until) in rows.ReadAsync(_spans, (span, start, end) => span.Reaches(start, end), cancellationToken).ConfigureAwait(false))
        {
            changed += await MendAsync(part, from, until, found, lane, cancellationToken).ConfigureAwait(false);
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
        await store.CheckpointAsync(connection, state.Migration, lane, lane.CopiedUntil, counts, cancellationToken).ConfigureAwait(false);
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

        using var bytes = new CopyRows(rows, instances, SliceArrays.Bytes);
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
}
