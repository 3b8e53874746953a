using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>
/// Takes readings into a client that writes them to disk before it sends them: they outlive this process, and wait for a cluster that is away.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Tells people.</param>
internal sealed class SpillSink(MetricsClient client, TimeProvider time, Action<string> say) : ISampleSink
{
    // Less is what the service's flush interval and a restart of a silo take.
    private static readonly TimeSpan Worrying = TimeSpan.FromMinutes(1);

    private readonly InstanceNamer _namer = new();

    private static readonly OverloadedException Full = new("the spill directory is full", TimeSpan.FromSeconds(1));

    public Task<IReadOnlyList<InstanceReceipt>> PushAsync(IReadOnlyList<InstanceBatch> batches, CancellationToken cancellationToken)
    {
        if (client.State is { Oldest: { } oldest } state && time.GetUtcNow() - oldest > Worrying)
        {
            say($"readings that are not stored yet: {state.Pending + state.Unconfirmed}, the oldest of {oldest:u}");
        }

        return Task.FromResult<IReadOnlyList<InstanceReceipt>>([.. batches.Select(Take)]);
    }

    // What is taken here may reach the cluster much later; a collector that runs on names its instances once that is done.
    public Task NameAsync(IReadOnlyDictionary<Guid, string> names, CancellationToken cancellationToken) =>
        client.State is { Pending: 0, Unconfirmed: 0 } ? _namer.NameAsync(client, names, cancellationToken) : Task.CompletedTask;

    private InstanceReceipt Take(InstanceBatch part) => client.TryAdd(part.InstanceId, part.Batch)
        ? new InstanceReceipt { InstanceId = part.InstanceId, Receipt = new PushReceipt(part.Batch.Samples.Count, 0, 0, []) }
        : new InstanceReceipt { InstanceId = part.InstanceId, Fault = Full };
}
