using System.Data;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Postgres.Appending;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using LaunchStack.Metrics.Storage.Schema.Migration.State;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Copying;

/// <summary>
/// Writes a lane's rows of a slice, its checkpoint and the counters that its bytes were derived from, in one transaction. One instance's rows are
/// always the same lane's, so lanes neither wait for each other nor need each other's counters.
/// </summary>
internal sealed class LaneWriter(
    MigrationDatabase target,
    PostgresStatements statements,
    TriggerSkipping skipping,
    InstanceTransfer transfer,
    MigrationStore store,
    MigrationState state,
    LaneState lane)
{
    private static readonly TimeSpan StatementTimeout = TimeSpan.FromMinutes(30);

    private enum Outcome
    {
        Written,
        MeetsRows,
        MissesInstances,
    }

    /// <summary>Writes the rows, and gives their memory back.</summary>
    public async Task WriteAsync(Slice slice, SliceRows rows, CancellationToken cancellationToken)
    {
        using var memory = rows;
        if (rows.Count == 0)
        {
            return;
        }

        var refused = new HashSet<Guid>();
        var way = slice.IsHeld ? AppendWay.Insert : AppendWay.Copy;
        while (true)
        {
            using var derivation = new Derivation(
                rows, slice.From, state.Network, entry => entry.IsThere is true && !refused.Contains(entry.Id), entry => entry.Counters);
            var missing = new List<Guid>();
            var outcome = await target.RunAsync(
                connection => TryAsync(connection, slice, derivation, way, missing, cancellationToken), cancellationToken).ConfigureAwait(false);
            switch (outcome)
            {
                case Outcome.Written:
                    derivation.Moved.ForEach(item => item.Instance.Counters = item.Counters);
                    lane.CopiedUntil = slice.Until;
                    return;
                case Outcome.MeetsRows:
                    way = AppendWay.Insert;
                    break;
                default:
                    // Those that are missing still are being deleted, or are in somebody else's table and not there any more.
                    await transfer.RunAsync(missing.Where(id => !refused.Contains(id)), cancellationToken).ConfigureAwait(false);
                    var known = await KnownAsync(missing, cancellationToken).ConfigureAwait(false);
                    refused.UnionWith(missing.Where(id => !known.Contains(id)));
                    break;
            }
        }
    }

    private async Task<Outcome> TryAsync(
        NpgsqlConnection connection, Slice slice, Derivation derivation, AppendWay way, List<Guid> missing, CancellationToken cancellationToken)
    {
        var skips = await skipping.IsAllowedAsync(connection, statements, _ => { }, cancellationToken).ConfigureAwait(false);
        using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        var append = new AppendTransaction(connection, statements, StatementTimeout, skips);
        var held = (await append.BeginAsync(
            "append-lock-parents", reader => reader.GetGuid(0), cancellationToken, Parameter.Uuids(derivation.Moved.Select(item => item.Instance.Id))).ConfigureAwait(false)).ToHashSet();
        missing.AddRange(derivation.Moved.Select(item => item.Instance.Id).Where(id => !held.Contains(id)));
        if (missing.Count > 0)
        {
            return Outcome.MissesInstances;
        }

        var written = await RowsAsync(append, connection, derivation, way, cancellationToken).ConfigureAwait(false);
        if (written is not { } count)
        {
            return Outcome.MeetsRows;
        }

        await store.MoveCountersAsync(
            connection, state.Migration, [.. derivation.Moved.Select(item => (item.Instance.Id, item.Counters))], cancellationToken).ConfigureAwait(false);
        var counts = lane.Counts.Plus(new LaneCounts(count, derivation.Rows.Count - count, derivation.Duplicates, derivation.LeftOut));
        await store.CheckpointAsync(connection, state.Migration, lane, slice.Until, counts, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        lane.Counts = counts;
        return Outcome.Written;
    }

    /// <summary>How many rows were written; null where COPY has met one that is there.</summary>
    private async Task<long?> RowsAsync(
        AppendTransaction append, NpgsqlConnection connection, Derivation derivation, AppendWay way, CancellationToken cancellationToken)
    {
        if (derivation.Rows.Count == 0)
        {
            return 0;
        }

        using var rows = new CopyRows(derivation.Rows, derivation.Instances, SliceArrays.Bytes);
        if (way == AppendWay.Copy)
        {
            try
            {
                await append.CopyAsync("append-copy", rows.Bytes, cancellationToken).ConfigureAwait(false);
                return derivation.Rows.Count;
            }
            catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return null;
            }
        }

        await append.ReadAsync("stage-limits", _ => 0, cancellationToken).ConfigureAwait(false);
        await append.ReadAsync("stage", _ => 0, cancellationToken).ConfigureAwait(false);
        await append.CopyAsync("stage-copy", rows.Bytes, cancellationToken).ConfigureAwait(false);
        await append.ReadAsync(
            "stage-present",
            _ => 0,
            cancellationToken,
            Parameter.Integer(state.Migration),
            Parameter.Time(derivation.Rows.Min(row => row.Timestamp)),
            Parameter.Time(derivation.Rows.Max(row => row.Timestamp))).ConfigureAwait(false);
        using var insert = statements.Command(connection, "stage-insert");
        return await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<HashSet<Guid>> KnownAsync(List<Guid> ids, CancellationToken cancellationToken) => (await target.RunAsync(
        async connection =>
        {
            using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            return await MigrationDatabase.ReadAsync(
                connection, statements.Text("append-lock-parents"), reader => reader.GetGuid(0), cancellationToken, Parameter.Uuids(ids)).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false)).ToHashSet();
}
