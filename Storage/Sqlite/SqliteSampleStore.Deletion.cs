using LaunchStack.Metrics.Models;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

// Deleting an instance, and creating one that may have been deleted. A deletion has come to its end when the instance's row is gone.
internal sealed partial class SqliteSampleStore
{
    public async Task<InstanceInfo?> CreateInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken)
    {
        if ((await DeletedInstancesAsync(cancellationToken).ConfigureAwait(false)).Contains(instanceId))
        {
            await DeleteInstanceAsync(instanceId, cancellationToken).ConfigureAwait(false);
        }

        var now = time.GetUtcNow();
        return await database.WriteAsync(
            transaction =>
            {
                Execute(transaction, "lift-tombstone", instanceId);
                using var command = database.Command(
                    transaction, "create-instance", SqliteValues.Blob(instanceId), name, SqliteValues.Microseconds(now));
                return command.ExecuteScalar() is long createdAt
                    ? new InstanceInfo(instanceId, name, Timestamps.FromUnixMicroseconds(createdAt))
                    : null;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteInstanceAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        var now = SqliteValues.Microseconds(time.GetUtcNow());
        var begun = await database.WriteAsync(
            transaction =>
            {
                using var command = database.Command(transaction, "bury-instance", SqliteValues.Blob(instanceId), now);
                return command.ExecuteScalar() is not null;
            },
            cancellationToken).ConfigureAwait(false);

        if (begun)
        {
            await FinishDeletionAsync(instanceId, cancellationToken).ConfigureAwait(false);
        }

        return begun;
    }

    public async Task<IReadOnlySet<Guid>> DeletedInstancesAsync(CancellationToken cancellationToken)
    {
        var deleted = await database.ReadAsync(
            "deleted-instances", reader => SqliteValues.GetId(reader, 0), cancellationToken).ConfigureAwait(false);
        return deleted.ToHashSet();
    }

    // A day at a time, so that pushes of others come in between.
    private async Task FinishDeletionAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        while (await DeletePartAsync("delete-samples", instanceId, cancellationToken).ConfigureAwait(false))
        {
        }

        await DeletePartAsync("delete-instance", instanceId, cancellationToken).ConfigureAwait(false);
    }

    private Task<bool> DeletePartAsync(string statement, Guid instanceId, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => Execute(transaction, statement, instanceId) > 0, cancellationToken);

    private int Execute(SqliteTransaction transaction, string statement, Guid instanceId)
    {
        using var command = database.Command(transaction, statement, SqliteValues.Blob(instanceId));
        return command.ExecuteNonQuery();
    }
}
