using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Settings;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// One instance. Reentrant, so that pushes and queries go on while a durable push waits for its commit; there is no await
/// between reading and changing state. The buffer itself is the registry's.
/// </summary>
[Reentrant, GrainType("instance")]
internal sealed class InstanceGrain(
    TailRegistry tails,
    InstanceRegistry instances,
    FlushIntervalCache intervals,
    SampleCounters counters,
    IOptions<MetricsOptions> options,
    TimeProvider time) : Grain, IInstanceGrain
{
    private readonly MetricsOptions _options = options.Value;
    private IGrainTimer? _flushTimer;
    private Task _deletion = Task.CompletedTask;
    private bool _leaving;
    private Guid _instanceId;

    // Orleans reads it out of a text each time.
    private Guid InstanceId => _instanceId == Guid.Empty ? _instanceId = this.GetPrimaryKey() : _instanceId;

    public async Task<PushReceipt> PushAsync(SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken = default)
    {
        var answer = await TakeAsync(batch, acknowledgement, cancellationToken);
        return answer.Receipt ?? throw answer.Fault!;
    }

    public Task<InstanceReceipt> OfferAsync(SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken = default) =>
        TakeAsync(batch, acknowledgement, cancellationToken).AsTask();

    public Task<IReadOnlyList<PendingSample>> GetTailAsync() => Task.FromResult(tails.Snapshot(InstanceId));

    public Task<Durability> GetDurabilityAsync(bool handOver)
    {
        if (handOver)
        {
            tails.HandOver(InstanceId);
        }

        return Task.FromResult(tails.DurabilityOf(InstanceId));
    }

    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        if (tails.HandOver(InstanceId) is { } batch)
        {
            if (!await IsOverAsync(batch.Completion, cancellationToken))
            {
                throw new DurabilityUnknownException(_options.DurableTimeout);
            }
        }
    }

    public Task ApplyFlushIntervalAsync(TimeSpan? interval)
    {
        intervals.Set(InstanceId, interval);
        if (_flushTimer is not null)
        {
            StopTimer();
            _flushTimer = ArmFlush();
        }

        return Task.CompletedTask;
    }

    public async Task<InstanceInfo> CreateAsync(string name)
    {
        InstanceRules.Check(InstanceId, name);
        await _deletion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var created = await instances.CreateAsync(InstanceId, name) ?? throw new ConflictException($"instance {InstanceId} exists already");

        // An earlier life of the instance may have left some, if the silo that deleted it died right after.
        await GrainFactory.GetGrain<IInstanceSettingsGrain>(InstanceId).ClearAsync();
        return created;
    }

    public Task DeleteAsync()
    {
        if (_deletion.IsCompleted)
        {
            _deletion = DeleteOnceAsync();
        }

        return _deletion;
    }

    /// <summary>Hands over synchronously: even an abandoned deactivation runs up to its first await.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving = true;
        tails.HandOver(InstanceId);
        return Task.CompletedTask;
    }

    private async ValueTask<InstanceReceipt> TakeAsync(SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        if (BatchRules.Check(InstanceId, batch) is { } broken)
        {
            return Refuse(broken);
        }

        try
        {
            if (!await instances.AcceptsAsync(InstanceId, cancellationToken))
            {
                return Refuse(new UnknownInstanceException(InstanceId));
            }
        }
        catch (PushException fault)
        {
            return Refuse(fault);
        }

        using var push = CheckedPush.Of(batch, new SampleRules(time.GetUtcNow(), _options.AcceptLate), _options.CpuResolution);
        if (push.Rejected.Count > 0)
        {
            counters.CountRejected(push.Rejected.Count);
        }

        if (push.Valid.Length == 0)
        {
            return Taken(new PushReceipt(0, 0, 0, push.Rejected));
        }

        var durable = acknowledgement == Acknowledgement.Durable;
        if (tails.Append(InstanceId, push, handOver: durable, out var refusal) is not { } appended)
        {
            return Refuse(refusal!);
        }

        if (durable)
        {
            var committed = await IsOverAsync(Task.WhenAll(appended.InFlight.Select(batch => batch.Completion)), cancellationToken);
            return committed
                ? Taken(DurableReceipt.Of(push, appended, tails.DurabilityOf(InstanceId) with { Accepted = appended.Durability.Accepted }))
                : Refuse(new DurabilityUnknownException(_options.DurableTimeout));
        }

        if (_leaving || appended.Buffered >= _options.FlushSize)
        {
            tails.HandOver(InstanceId);
        }
        else if (appended.Buffered > 0)
        {
            _flushTimer ??= ArmFlush();
        }

        return Taken(new PushReceipt(appended.Taken, 0, appended.Known.Count, push.Rejected) { Durability = appended.Durability });
    }

    private async Task DeleteOnceAsync()
    {
        var deleted = await instances.DeleteAsync(InstanceId, SettleAsync);

        // A push that was on its way in when the deletion began ends as one to an unknown instance, now and not with the next flush.
        tails.HandOver(InstanceId);
        if (!deleted)
        {
            throw new UnknownInstanceException(InstanceId);
        }

        await GrainFactory.GetGrain<IInstanceSettingsGrain>(InstanceId).ClearAsync();
    }

    /// <summary>Commits what was accepted, so that it is deleted with the rest instead of being lost; an instance that it registers, too.</summary>
    private async Task SettleAsync()
    {
        try
        {
            await FlushAsync();
        }
        catch (DurabilityUnknownException)
        {
            // It will find no instance, or the database does not answer, which the deletion says itself.
        }
    }

    private InstanceReceipt Taken(PushReceipt receipt) => new() { InstanceId = InstanceId, Receipt = receipt };

    private InstanceReceipt Refuse(PushException fault)
    {
        counters.CountRefusedPush(fault);
        return new() { InstanceId = InstanceId, Fault = fault };
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

    private IGrainTimer ArmFlush() => this.RegisterGrainTimer(
        Flush, new GrainTimerCreationOptions(intervals.Jittered(InstanceId), Timeout.InfiniteTimeSpan) { Interleave = true });

    private Task Flush(CancellationToken cancellationToken)
    {
        StopTimer();
        tails.HandOver(InstanceId);
        return Task.CompletedTask;
    }

    // An idle grain keeps no timer: a million of them would cost memory for nothing.
    private void StopTimer()
    {
        _flushTimer?.Dispose();
        _flushTimer = null;
    }
}
