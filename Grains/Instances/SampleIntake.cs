using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Settings;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// Takes pushes into the silo's tail, for instances' grains and for who finds an instance's grain on its own silo. Any number at the same time;
/// what is taken of one instance is in the order of the calls.
/// </summary>
internal sealed class SampleIntake(
    TailRegistry tails,
    FlushClock flushes,
    PresentInstances present,
    InstanceRegistry instances,
    FlushIntervalCache intervals,
    SampleCounters counters,
    IOptions<MetricsOptions> options,
    TimeProvider time)
{
    private readonly MetricsOptions _options = options.Value;

    /// <summary>Checks a push and takes its good samples; a durable one waits for its commits.</summary>
    public async ValueTask<InstanceReceipt> TakeAsync(
        Guid instanceId, SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (BatchRules.Check(instanceId, batch, now) is { } broken)
        {
            return Refuse(instanceId, broken);
        }

        try
        {
            if (!await instances.AcceptsAsync(instanceId, cancellationToken))
            {
                return Refuse(instanceId, new UnknownInstanceException(instanceId));
            }
        }
        catch (PushException fault)
        {
            return Refuse(instanceId, fault);
        }

        using var push = CheckedPush.Of(batch, new SampleRules(now, _options.AcceptLate), _options.CpuResolution);
        if (push.Rejected.Count > 0)
        {
            counters.CountRejected(push.Rejected.Count);
        }

        if (push.Valid.Length == 0)
        {
            return Taken(instanceId, new PushReceipt(0, 0, 0, push.Rejected));
        }

        var durable = acknowledgement == Acknowledgement.Durable;
        if (tails.Append(instanceId, push, handOver: durable, out var refusal) is not { } appended)
        {
            return Refuse(instanceId, refusal!);
        }

        if (durable)
        {
            var committed = await IsOverAsync(Task.WhenAll(appended.InFlight.Select(batch => batch.Completion)), cancellationToken);
            return committed
                ? Taken(instanceId, DurableReceipt.Of(push, appended, tails.DurabilityOf(instanceId) with { Accepted = appended.Durability.Accepted }))
                : Refuse(instanceId, new DurabilityUnknownException(_options.DurableTimeout));
        }

        if (appended.Buffered >= _options.FlushSize || !present.IsHere(instanceId))
        {
            tails.HandOver(instanceId);
        }
        else if (appended is { Offset: 0, Taken: > 0 })
        {
            flushes.Arm(instanceId, appended.Durability.Accepted, intervals.Jittered(instanceId));
        }

        return Taken(instanceId, new PushReceipt(appended.Taken, 0, appended.Known.Count, push.Rejected) { Durability = appended.Durability });
    }

    /// <summary>Commits an instance's tail as it is now.</summary>
    /// <exception cref="DurabilityUnknownException">Not committed in time.</exception>
    public async Task FlushAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        if (tails.HandOver(instanceId) is { } batch && !await IsOverAsync(batch.Completion, cancellationToken))
        {
            throw new DurabilityUnknownException(_options.DurableTimeout);
        }
    }

    /// <summary>Applies an instance's flush interval to what is buffered already; a longer one holds from the next buffer on.</summary>
    public void Rearm(Guid instanceId)
    {
        if (tails.BufferOf(instanceId) is { } firstPosition)
        {
            flushes.Arm(instanceId, firstPosition, intervals.Jittered(instanceId));
        }
    }

    private static InstanceReceipt Taken(Guid instanceId, PushReceipt receipt) => new() { InstanceId = instanceId, Receipt = receipt };

    private InstanceReceipt Refuse(Guid instanceId, PushException fault)
    {
        counters.CountRefusedPush(fault);
        return new() { InstanceId = instanceId, Fault = fault };
    }

    /// <summary>Waits for commits; false where they take too long.</summary>
    private async Task<bool> IsOverAsync(Task completion, CancellationToken cancellationToken)
    {
        try
        {
            await completion.WaitAsync(_options.DurableTimeout, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
