using System.Runtime.InteropServices;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Ingest;

/// <summary>Reentrant, for it has no state: a push that waits for its commits, or for a silo that does not answer, must not hold up others.</summary>
[StatelessWorker, Reentrant, GrainType("ingest")]
internal sealed partial class IngestGrain(
    InstanceReferences instances,
    PresentInstances present,
    InstancePlaces instancePlaces,
    SiloProcesses silos,
    SampleIntake intake,
    TailRegistry tails,
    SampleCounters counters,
    IOptions<MetricsOptions> options,
    TimeProvider time,
    ILogger<IngestGrain> logger) : Grain, IIngestGrain
{
    // What instances' grains may take beyond the time that they wait for a commit themselves.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _patience = options.Value.DurableTimeout + Margin;

    public async Task<IReadOnlyList<InstanceReceipt>> PushAsync(
        IReadOnlyList<InstanceBatch> batches, Acknowledgement acknowledgement, CancellationToken cancellationToken = default)
    {
        // Nothing on the wire keeps a client from it.
        if (batches.Contains(null!))
        {
            throw Refuse(new InvalidRequestException("batches", "must not hold null"));
        }

        if (BatchRules.CheckCount(batches.Sum(part => part.Batch?.Samples?.Count ?? 0)) is { } broken)
        {
            throw Refuse(broken);
        }

        var receipts = new InstanceReceipt[batches.Count];
        var unanswered = new Dictionary<Guid, Task>();
        var elsewhere = new Dictionary<SiloAddress, SiloParts>();
        for (var place = 0; place < receipts.Length; place++)
        {
            var part = batches[place];
            ValueTask<InstanceReceipt> push;
            if (unanswered.GetValueOrDefault(part.InstanceId) is { } before)
            {
                push = PushAfterAsync(before, part, acknowledgement, cancellationToken);
            }
            else if (!present.NeedsNoCall(part.InstanceId) && instancePlaces.Of(part.InstanceId) is { } silo)
            {
                ref var parts = ref CollectionsMarshal.GetValueRefOrAddDefault(elsewhere, silo, out _);
                parts ??= new SiloParts();
                parts.Places.Add(place);
                unanswered[part.InstanceId] = parts.Answered;
                continue;
            }
            else
            {
                push = PushAsync(part, acknowledgement, cancellationToken);
            }

            if (push.IsCompletedSuccessfully)
            {
                receipts[place] = push.Result;
            }
            else
            {
                unanswered[part.InstanceId] = KeepAsync(push, receipts, place);
            }
        }

        foreach (var (silo, parts) in elsewhere)
        {
            _ = parts.AnswerAsync(OfferAsync(silo, parts.Places, batches, acknowledgement, receipts, cancellationToken));
        }

        return await EndInTimeAsync(unanswered.Values.Distinct())
            ? receipts
            : [.. receipts.Zip(batches, (receipt, part) => receipt ?? Refuse(part, DurabilityUnknownException.Unanswered(_patience)))];
    }

    /// <summary>
    /// Whether all end while the caller still waits. Instances on a silo that does not answer must not keep the answers of the others: the
    /// caller would take all of them for lost.
    /// </summary>
    private async Task<bool> EndInTimeAsync(IEnumerable<Task> calls)
    {
        try
        {
            await Task.WhenAll(calls).WaitAsync(_patience, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task KeepAsync(ValueTask<InstanceReceipt> push, InstanceReceipt[] receipts, int place) => receipts[place] = await push;

    /// <summary>Pushes a part after the one before it of the same instance.</summary>
    private async ValueTask<InstanceReceipt> PushAfterAsync(
        Task before, InstanceBatch part, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        await before;
        return await PushAsync(part, acknowledgement, cancellationToken);
    }

    /// <summary>Has another silo take parts of instances that were there last; what it does not take goes to the instances, by a call each.</summary>
    private async Task OfferAsync(
        SiloAddress silo,
        List<int> places,
        IReadOnlyList<InstanceBatch> batches,
        Acknowledgement acknowledgement,
        InstanceReceipt[] receipts,
        CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var answers = new InstanceReceipt?[places.Count];
        try
        {
            answers = await silos.Of(silo).OfferAsync([.. places.Select(place => batches[place])], acknowledgement, cancellationToken);
        }
        catch (TimeoutException)
        {
            var fault = DurabilityUnknownException.Unanswered(time.GetElapsedTime(start));
            answers = [.. places.Select(place => Refuse(batches[place], fault))];
        }
        catch (Exception exception)
        {
            // It is on its way out, or gone. What it took nevertheless comes back as duplicates.
            LogSiloFailed(silo, exception.Message);
        }

        var calls = new List<Task>();
        for (var index = 0; index < answers.Length; index++)
        {
            var place = places[index];
            if (answers[index] is { } receipt)
            {
                receipts[place] = receipt;
            }
            else
            {
                instancePlaces.Forget(batches[place].InstanceId);
                calls.Add(KeepAsync(PushAsync(batches[place], acknowledgement, cancellationToken), receipts, place));
            }
        }

        await Task.WhenAll(calls);
    }

    private async ValueTask<InstanceReceipt> PushAsync(InstanceBatch part, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            if (present.NeedsNoCall(part.InstanceId))
            {
                return await intake.TakeAsync(part.InstanceId, part.Batch, acknowledgement, cancellationToken);
            }

            var receipt = await instances.Of(part.InstanceId).OfferAsync(part.Batch, acknowledgement, cancellationToken);
            instancePlaces.Learn(receipt);
            return receipt;
        }
        catch (TimeoutException)
        {
            return Refuse(part, DurabilityUnknownException.Unanswered(time.GetElapsedTime(start)));
        }
        catch (Exception exception)
        {
            // The instance's silo is on its way out, or in: the next attempt finds another. Whatever it is, other parts have their receipts.
            LogNotPushed(part.InstanceId, exception.Message);
            return Refuse(part, new OverloadedException(exception.Message, RetryAfter));
        }
    }

    private InvalidRequestException Refuse(InvalidRequestException fault)
    {
        counters.CountRefusedPush(fault);
        return fault;
    }

    private static InstanceReceipt Refuse(InstanceBatch part, PushException fault) => new() { InstanceId = part.InstanceId, Fault = fault };

    [LoggerMessage(1205, LogLevel.Debug, "Silo {Silo} did not answer for its instances, which are called: {Reason}")]
    private partial void LogSiloFailed(SiloAddress silo, string reason);

    [LoggerMessage(1201, LogLevel.Warning, "A push to instance {InstanceId} failed: {Reason}")]
    private partial void LogNotPushed(Guid instanceId, string reason);
}
