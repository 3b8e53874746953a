using LaunchStack.Metrics.Storage.Appending;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>
/// First stage: holds the instances until commit, and leaves out the samples of those that are not there, or that somebody else has locked: their
/// neighbours do not wait for him. It is the foreign key's check for the whole batch, so that the row-by-row check may be passed over.
/// </summary>
internal static class ParentLock
{
    public static async Task RunAsync(AppendTransaction append, AppendBatch batch, CancellationToken cancellationToken)
    {
        var known = await append.BeginAsync(
            "append-lock-free-parents", reader => reader.GetGuid(0), cancellationToken, Parameter.Uuids(batch.Instances)).ConfigureAwait(false);
        var held = known.ToHashSet();
        if (held.Count < batch.Instances.Count)
        {
            var others = await append.ReadAsync(
                "find-instances",
                reader => reader.GetGuid(0),
                cancellationToken,
                Parameter.Uuids(batch.Instances.Where(id => !held.Contains(id)))).ConfigureAwait(false);
            batch.LeaveOutLocked(others.ToHashSet());
            batch.LeaveOutUnknown(held);
        }
    }
}
