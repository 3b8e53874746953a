using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tail;
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
    SampleIntake intake,
    TailRegistry tails,
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
            throw new InvalidRequestException("batches", "must not hold null");
        }

        if (BatchRules.CheckCount(batches.Sum(part => part.Batch?.Samples?.Count ?? 0)) is { } broken)
        {
            throw broken;
        }

        var receipts = new InstanceReceipt[batches.Count];
        var unanswered = new Dictionary<Guid, Task>();
        for (var place = 0; place < receipts.Length; place++)
        {
            var instanceId = batches[place].InstanceId;
            var push = unanswered.GetValueOrDefault(instanceId) is { } before
                ? PushAfterAsync(before, batches[place], acknowledgement, cancellationToken)
                : PushAsync(batches[place], acknowledgement, cancellationToken);
            if (push.IsCompletedSuccessfully)
            {
                receipts[place] = push.Result;
            }
            else
            {
                unanswered[instanceId] = KeepAsync(push, receipts, place);
            }
        }

        return await EndInTimeAsync(unanswered.Values)
            ? receipts
            : [.. receipts.Zip(batches, (receipt, part) => receipt ?? Refuse(part, DurabilityUnknownException.Unanswered(_patience)))];
    }

    public async Task<IReadOnlyList<InstanceDurability>> GetDurabilityAsync(
        IReadOnlyList<DurabilityQuestion> questions, bool handOver, CancellationToken cancellationToken = default)
    {
        if (questions.Count > PushLimits.MaxSamples)
        {
            throw new InvalidRequestException("questions", $"must be at most {PushLimits.MaxSamples}, not {questions.Count}");
        }

        var answers = new InstanceDurability[questions.Count];
        var elsewhere = new List<Task>();
        for (var place = 0; place < answers.Length; place++)
        {
            var (instanceId, silo) = questions[place];
            answers[place] = new(instanceId, silo == tails.Silo ? OwnDurability(instanceId, handOver) : null);
            if (silo != tails.Silo)
            {
                elsewhere.Add(AskAsync(instanceId, handOver, answers, place, cancellationToken));
            }
        }

        // A copy: who answers later than that must not change what is on its way out.
        await EndInTimeAsync(elsewhere);
        return [.. answers];
    }

    /// <summary>
    /// What this silo has accepted is in its own tail, wherever the instance's grain is now. Clients ask about each instance that pushes seldom,
    /// and a call to its grain costs as much as the push did.
    /// </summary>
    private Durability OwnDurability(Guid instanceId, bool handOver)
    {
        if (handOver)
        {
            tails.HandOver(instanceId);
        }

        return tails.DurabilityOf(instanceId);
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

    private async Task AskAsync(Guid instanceId, bool handOver, InstanceDurability[] answers, int place, CancellationToken cancellationToken)
    {
        try
        {
            answers[place] = new(instanceId, await instances.Of(instanceId).GetDurabilityAsync(handOver).WaitAsync(cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The instance's silo is on its way out, or in; whoever asks asks again.
            LogNotAnswered(instanceId, exception.Message);
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

    private async ValueTask<InstanceReceipt> PushAsync(InstanceBatch part, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            return present.NeedsNoCall(part.InstanceId)
                ? await intake.TakeAsync(part.InstanceId, part.Batch, acknowledgement, cancellationToken)
                : await instances.Of(part.InstanceId).OfferAsync(part.Batch, acknowledgement, cancellationToken);
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

    private static InstanceReceipt Refuse(InstanceBatch part, PushException fault) => new() { InstanceId = part.InstanceId, Fault = fault };

    [LoggerMessage(1203, LogLevel.Warning, "How far instance {InstanceId} is durable is not known: {Reason}")]
    private partial void LogNotAnswered(Guid instanceId, string reason);

    [LoggerMessage(1201, LogLevel.Warning, "A push to instance {InstanceId} failed: {Reason}")]
    private partial void LogNotPushed(Guid instanceId, string reason);
}
