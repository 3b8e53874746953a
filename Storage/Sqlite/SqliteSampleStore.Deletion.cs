using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Sqlite;

// Deleting an instance, and creating one that may have been deleted.
internal sealed partial class SqliteSampleStore
{
    public async Task<InstanceInfo?> CreateInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken)
    {
        if ((await DeletedInstancesAsync(cancellationToken).ConfigureAwait(false)).Contains(instanceId))
        {
            await new SqliteDeletion(database).FinishAsync(instanceId, cancellationToken).ConfigureAwait(false);
        }

        var now = SqliteValues.Microseconds(time.GetUtcNow());
        return await database.WriteAsync(
            transaction =>
            {
                database.Run(transaction, "lift-tombstone", SqliteValues.Blob(instanceId));
                return database.Read(
                    transaction,
                    "create-instance",
                    reader => new InstanceInfo(instanceId, name, SqliteValues.GetTime(reader, 0)),
                    SqliteValues.Blob(instanceId),
                    name,
                    now).SingleOrDefault();
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteInstanceAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        var now = SqliteValues.Microseconds(time.GetUtcNow());
        var begun = await database.WriteAsync(
            transaction => database.Read(transaction, "bury-instance", _ => true, SqliteValues.Blob(instanceId), now).Count > 0,
            cancellationToken).ConfigureAwait(false);
        if (begun)
        {
            await new SqliteDeletion(database).FinishAsync(instanceId, cancellationToken).ConfigureAwait(false);
        }

        return begun;
    }

    public async Task<IReadOnlySet<Guid>> DeletedInstancesAsync(CancellationToken cancellationToken)
    {
        var deleted = await database.ReadAsync(
            "deleted-instances", reader => SqliteValues.GetId(reader, 0), cancellationToken).ConfigureAwait(false);
        return deleted.ToHashSet();
    }
}
