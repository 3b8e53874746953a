using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Ingest;

/// <summary>Reentrant, for it has no state: parts that wait for their commits must not hold up those of other pushes.</summary>
[Reentrant, GrainType("silo-ingest"), OnNamedSilo]
internal sealed class SiloIngestGrain(PresentInstances present, SampleIntake intake, TailRegistry tails) : Grain, ISiloIngestGrain
{
    public Task<Guid> GetProcessAsync() => Task.FromResult(tails.Silo);

    public async Task<InstanceReceipt?[]> OfferAsync(InstanceBatch[] parts, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var receipts = new InstanceReceipt?[parts.Length];
        var waiting = new List<Task>();
        for (var place = 0; place < parts.Length; place++)
        {
            var (instanceId, batch) = parts[place];
            if (!present.NeedsNoCall(instanceId))
            {
                continue;
            }

            var push = intake.TakeAsync(instanceId, batch, acknowledgement, cancellationToken);
            if (push.IsCompletedSuccessfully)
            {
                receipts[place] = push.Result;
            }
            else
            {
                waiting.Add(KeepAsync(push, receipts, place));
            }
        }

        await Task.WhenAll(waiting);
        return receipts;
    }

    public Task<Durability[]> GetDurabilityAsync(Guid[] instanceIds, bool handOver) =>
        Task.FromResult(Array.ConvertAll(instanceIds, instanceId => tails.DurabilityOf(instanceId, handOver)));

    private static async Task KeepAsync(ValueTask<InstanceReceipt> push, InstanceReceipt?[] receipts, int place) => receipts[place] = await push;
}
