using LaunchStack.Metrics.Storage.Appending;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>A way in for rows of which some may be stored already: INSERT … ON CONFLICT DO NOTHING.</summary>
internal static class ConflictInsert
{
    /// <summary>Inserts the batch's rows; false where another writer was faster with a reading, so that its bytes are wrong now.</summary>
    public static async Task<bool> RunAsync(AppendTransaction append, AppendBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Rows.Count == 0)
        {
            return true;
        }

        var inserted = await InsertAsync(append, batch.Rows, cancellationToken).ConfigureAwait(false);
        if (inserted.Count == batch.Rows.Count)
        {
            return true;
        }

        // A reading that was derived and is not in its row after all has moved its baseline for nothing.
        var conflicts = batch.Rows.Where(row => !inserted.Contains(row.Id)).ToList();
        if (conflicts.Exists(row => row.Counter is not null))
        {
            return false;
        }

        // A row that was in the way and is gone again has been deleted since: the next attempt can have its place.
        var stored = await StoredRows.FindAsync(append, conflicts, cancellationToken).ConfigureAwait(false);
        batch.SetAside(stored);
        return stored.Count == conflicts.Count;
    }

    private static async Task<HashSet<Guid>> InsertAsync(
        AppendTransaction append, ArraySegment<AppendRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            var ids = await append.ReadAsync("append-insert", reader => reader.GetGuid(0), cancellationToken, Columns(rows)).ConfigureAwait(false);
            return ids.ToHashSet();
        }
        catch (PostgresException failure)
        {
            throw PostgresErrors.TranslateInsert(failure);
        }
    }

    private static NpgsqlParameter[] Columns(ArraySegment<AppendRow> rows) =>
    [
        Parameter.Uuids(rows.Select(row => row.Id)),
        Parameter.Uuids(rows.Select(row => row.InstanceId)),
        Parameter.Times(rows.Select(row => row.Timestamp)),
        Parameter.Doubles(rows.Select(row => row.Sample.CpuUsage)),
        Parameter.Longs(rows.Select(row => row.Sample.MemoryUsage)),
        Parameter.Longs(rows.Select(row => row.Sample.MemoryLimit)),
        Parameter.Longs(rows.Select(row => row.Sample.NetworkIn)),
        Parameter.Longs(rows.Select(row => row.Sample.NetworkOut)),
    ];
}
