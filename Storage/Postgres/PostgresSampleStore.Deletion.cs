using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Postgres;

// Deleting an instance, and creating one that may have been deleted. What a deletion does in which order is in sql/common/idempotent/launchstack_deletion.sql.
internal sealed partial class PostgresSampleStore
{
    // A part waits for a refresh that is under way, and for writers: longer than a query should, and far less than a part may take.
    private static readonly TimeSpan DeletionTimeout = TimeSpan.FromMinutes(1);

    public async Task<InstanceInfo?> CreateInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken)
    {
        RequireOwnInstances();
        await FinishDeletionAsync(instanceId, cancellationToken).ConfigureAwait(false);
        var created = await ExecuteAsync(
            "create-instance",
            reader => reader.IsDBNull(0) ? null : new InstanceInfo(instanceId, name, reader.GetFieldValue<DateTimeOffset>(0)),
            cancellationToken,
            Parameter.Uuid(instanceId),
            Parameter.Text(name)).ConfigureAwait(false);
        return created[0];
    }

    public async Task<bool> DeleteInstanceAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        RequireOwnInstances();
        var begun = await ExecuteAsync(
            "bury-instance", reader => reader.GetBoolean(0), cancellationToken, Parameter.Uuid(instanceId)).ConfigureAwait(false);
        if (begun[0])
        {
            await FinishDeletionAsync(instanceId, cancellationToken).ConfigureAwait(false);
        }

        return begun[0];
    }

    public async Task<IReadOnlySet<Guid>> DeletedInstancesAsync(CancellationToken cancellationToken)
    {
        var deleted = await IngestAsync("deleted-instances", reader => reader.GetGuid(0), cancellationToken).ConfigureAwait(false);
        return deleted.ToHashSet();
    }

    private async Task FinishDeletionAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        while ((await ExecuteAsync(
            _connections.Query, DeletionTimeout, "delete-instance", reader => reader.GetBoolean(0), cancellationToken, Parameter.Uuid(instanceId)).ConfigureAwait(false))[0])
        {
        }
    }

    private void RequireOwnInstances()
    {
        if (!ManagesInstances)
        {
            throw new InvalidOperationException("the table instances is managed elsewhere: register, name and delete instances there");
        }
    }
}
