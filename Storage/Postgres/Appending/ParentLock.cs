using LaunchStack.Metrics.Storage.Appending;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>First stage: holds the instances until commit, and leaves out the samples of those that are not there.</summary>
internal static class ParentLock
{
    public static async Task RunAsync(AppendTransaction append, AppendBatch batch, CancellationToken cancellationToken)
    {
        await append.LimitAsync(cancellationToken).ConfigureAwait(false);
        var known = await append.ReadAsync(
            "append-lock-parents", reader => reader.GetGuid(0), cancellationToken, Parameter.Uuids(batch.Instances)).ConfigureAwait(false);
        batch.LeaveOutUnknown(known.ToHashSet());
    }
}
