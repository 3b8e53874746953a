using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Copying;

/// <summary>Brings instances along, with their names and dates, where the target's table is the service's own.</summary>
/// <param name="target">The target.</param>
/// <param name="statements">Its statements.</param>
/// <param name="directory">The source's instances.</param>
/// <param name="managesInstances">Whether the target's table is the service's own; that of somebody else is only referenced.</param>
internal sealed class InstanceTransfer(MigrationDatabase target, PostgresStatements statements, InstanceDirectory directory, bool managesInstances)
{
    private const int Page = 10_000;

    /// <summary>Brings these along. Rows never wait for it in their own transaction.</summary>
    public async Task RunAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        if (!managesInstances)
        {
            return;
        }

        foreach (var page in ids.Chunk(Page))
        {
            var found = await directory.ReadAsync(page, cancellationToken).ConfigureAwait(false);
            await target.ExecuteAsync(
                statements.Text("take-instances"),
                cancellationToken,
                Parameter.Uuids(found.Select(item => item.Id)),
                Parameter.Texts(found.Select(item => item.Name)),
                Parameter.OptionalTimes(found.Select(item => item.CreatedAt))).ConfigureAwait(false);
        }
    }
}
