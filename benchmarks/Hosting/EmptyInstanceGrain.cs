using LaunchStack.Metrics.Models;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>As the instance grain is, and empty.</summary>
[Reentrant, GrainType("empty-instance")]
internal sealed class EmptyInstanceGrain : Grain, IEmptyInstanceGrain
{
    private static readonly Task<PushReceipt> Receipt = Task.FromResult(new PushReceipt(10, 0, 0, []) { Durability = new(Guid.NewGuid(), 1, 0) });

    public Task<PushReceipt> PushAsync(SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken = default) => Receipt;
}
