using LaunchStack.Metrics.Models;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>As the ingest grain is, and empty.</summary>
[StatelessWorker, GrainType("empty-ingest")]
internal sealed class EmptyIngestGrain : Grain, IEmptyIngestGrain
{
    private static readonly InstanceReceipt Receipt = new()
    {
        InstanceId = Guid.NewGuid(),
        Receipt = new PushReceipt(10, 0, 0, []) { Durability = new(Guid.NewGuid(), 1, 0) },
    };

    private InstanceReceipt[] _receipts = [];

    public Task<IReadOnlyList<InstanceReceipt>> PushAsync(
        IReadOnlyList<InstanceBatch> batches, Acknowledgement acknowledgement, CancellationToken cancellationToken = default)
    {
        if (_receipts.Length != batches.Count)
        {
            _receipts = new InstanceReceipt[batches.Count];
            Array.Fill(_receipts, Receipt);
        }

        return Task.FromResult<IReadOnlyList<InstanceReceipt>>(_receipts);
    }
}
