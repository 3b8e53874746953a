using System.Runtime.InteropServices;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Ingest;

[StatelessWorker, GrainType("ingest")]
internal sealed partial class IngestGrain(InstanceReferences instances, TimeProvider time, ILogger<IngestGrain> logger) : Grain, IIngestGrain
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<InstanceReceipt>> PushAsync(
        IReadOnlyList<InstanceBatch> batches, Acknowledgement acknowledgement, CancellationToken cancellationToken = default)
    {
        if (BatchRules.CheckCount(batches.Sum(part => part.Batch.Samples.Count)) is { } broken)
        {
            throw broken;
        }

        var receipts = new InstanceReceipt[batches.Count];
        var pushes = new List<Task>(batches.Count);
        foreach (var places in Places(batches))
        {
            pushes.Add(PushAsync(batches, places, receipts, acknowledgement, cancellationToken));
        }

        await Task.WhenAll(pushes);
        return receipts;
    }

    /// <summary>The places of each instance's parts.</summary>
    private static Dictionary<Guid, List<int>>.ValueCollection Places(IReadOnlyList<InstanceBatch> batches)
    {
        var byInstance = new Dictionary<Guid, List<int>>(batches.Count);
        for (var place = 0; place < batches.Count; place++)
        {
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(byInstance, batches[place].InstanceId, out _);
            (places ??= new(1)).Add(place);
        }

        return byInstance.Values;
    }

    /// <summary>Pushes the parts of one instance in their order.</summary>
    private async Task PushAsync(
        IReadOnlyList<InstanceBatch> batches, List<int> places, InstanceReceipt[] receipts, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            receipts[place] = await PushAsync(batches[place], acknowledgement, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<InstanceDurability>> GetDurabilityAsync(
        IReadOnlyList<Guid> instanceIds, bool handOver, CancellationToken cancellationToken = default)
    {
        if (instanceIds.Count > PushLimits.MaxSamples)
        {
            throw new InvalidRequestException("instance_ids", $"must be at most {PushLimits.MaxSamples}, not {instanceIds.Count}");
        }

        return await Task.WhenAll(instanceIds.Select(id => DurabilityOfAsync(id, handOver, cancellationToken)));
    }

    private async Task<InstanceDurability> DurabilityOfAsync(Guid instanceId, bool handOver, CancellationToken cancellationToken)
    {
        try
        {
            return new(instanceId, await instances.Of(instanceId).GetDurabilityAsync(handOver).WaitAsync(cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The instance's silo is on its way out, or in; whoever asks asks again.
            LogNotAnswered(instanceId, exception.Message);
            return new(instanceId, null);
        }
    }

    private async Task<InstanceReceipt> PushAsync(InstanceBatch part, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            return await instances.Of(part.InstanceId).OfferAsync(part.Batch, acknowledgement, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new InstanceReceipt { InstanceId = part.InstanceId, Fault = DurabilityUnknownException.Unanswered(time.GetElapsedTime(start)) };
        }
        catch (Exception exception)
        {
            // The instance's silo is on its way out, or in: the next attempt finds another. Whatever it is, other parts have their receipts.
            LogNotPushed(part.InstanceId, exception.Message);
            return new InstanceReceipt { InstanceId = part.InstanceId, Fault = new OverloadedException(exception.Message, RetryAfter) };
        }
    }

    [LoggerMessage(1203, LogLevel.Warning, "How far instance {InstanceId} is durable is not known: {Reason}")]
    private partial void LogNotAnswered(Guid instanceId, string reason);

    [LoggerMessage(1201, LogLevel.Warning, "A push to instance {InstanceId} failed: {Reason}")]
    private partial void LogNotPushed(Guid instanceId, string reason);
}
