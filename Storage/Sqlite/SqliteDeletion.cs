using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>
/// Deletes an instance that has its tombstone, in short transactions, so that pushes of others get their turn: its raw rows, a day at a
/// time, and at the end its row with all that references it. So a deletion has come to its end when that row is gone.
/// </summary>
/// <param name="database">The file.</param>
internal sealed class SqliteDeletion(SqliteDatabase database)
{
    /// <summary>Does all that is left.</summary>
    public async Task FinishAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        while (await database.WriteAsync(
            transaction => Part(transaction, SqliteValues.Blob(instanceId)), cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <summary>Does a part of some deletion that has not come to its end; false where there is none.</summary>
    public bool PurgeStep(SqliteTransaction transaction) =>
        database.Read(transaction, "unfinished-deletion", reader => reader.GetFieldValue<byte[]>(0)) is [var instanceId] && Part(transaction, instanceId);

    private bool Part(SqliteTransaction transaction, byte[] instanceId)
    {
        if (database.Run(transaction, "delete-samples", instanceId) > 0)
        {
            return true;
        }

        // With the row goes what references it, and what came in meanwhile.
        var deleted = database.Run(transaction, "delete-instance", instanceId) > 0;
        database.Run(transaction, "delete-dirty", instanceId);
        database.Run(transaction, "delete-dead-letters", instanceId);
        return deleted;
    }
}
