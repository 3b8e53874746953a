using LaunchStack.Metrics.Storage.Appending;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>
/// First stage: holds the instances until commit, and leaves out the samples of those that are not there. It is the foreign key's check for
/// the whole batch, so that the row-by-row check may be passed over.
/// </summary>
internal static class ParentLock
{
    public static async Task RunAsync(AppendTransaction append, AppendBatch batch, CancellationToken cancellationToken)
    {
        var known = await append.BeginAsync(
            "append-lock-parents", reader => reader.GetGuid(0), cancellationToken, Parameter.Uuids(batch.Instances)).ConfigureAwait(false);
        batch.LeaveOutUnknown(known.ToHashSet());
    }
}
