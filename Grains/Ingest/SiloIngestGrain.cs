using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Placement;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Ingest;

/// <summary>Reentrant, for it has no state: parts that wait for their commits must not hold up those of other pushes.</summary>
[Reentrant, GrainType(NamedSilo.Ingest), OnNamedSilo]
internal sealed partial class SiloIngestGrain(PresentInstances present, SampleIntake intake, TailRegistry tails, ILogger<SiloIngestGrain> logger) : Grain, ISiloIngestGrain
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

            var push = TakeAsync(instanceId, batch, acknowledgement, cancellationToken);
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

    /// <summary>Takes one part; null where that failed in a way that nobody has foreseen: called by itself, the instance says what it is.</summary>
    private async ValueTask<InstanceReceipt?> TakeAsync(Guid instanceId, SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        try
        {
            return await intake.TakeAsync(instanceId, batch, acknowledgement, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotTaken(instanceId, exception.Message);
            return null;
        }
    }

    private static async Task KeepAsync(ValueTask<InstanceReceipt?> push, InstanceReceipt?[] receipts, int place) => receipts[place] = await push;

    [LoggerMessage(1206, LogLevel.Debug, "A push to instance {InstanceId} that came by another silo failed, and goes to its grain: {Reason}")]
    private partial void LogNotTaken(Guid instanceId, string reason);
}
