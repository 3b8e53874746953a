using LaunchStack.Metrics.Grains.Settings;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// One instance. Reentrant, so that pushes and queries go on while a durable push waits for its commit; there is no await
/// between reading and changing state. The buffer itself is the registry's.
/// </summary>
[Reentrant, GrainType("instance")]
internal sealed class InstanceGrain(
    SampleIntake intake,
    TailRegistry tails,
    IWriterHealth writer,
    WriteMarks marks,
    PresentInstances present,
    InstanceRegistry instances,
    FlushIntervalCache intervals,
    TimeProvider time)
    : Grain, IInstanceGrain
{
    // A commit takes milliseconds.
    private static readonly TimeSpan LeavingPatience = TimeSpan.FromSeconds(3);

    private Task _deletion = Task.CompletedTask;
    private bool _active;
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

    public Task NoteWrittenAsync(DateTimeOffset oldest)
    {
        marks.Note(InstanceId, oldest);
        return Task.CompletedTask;
    }

    public Task<TailSnapshot> GetTailAsync() => Task.FromResult(tails.Snapshot(InstanceId));

    public Task<IReadOnlyList<PendingSample>> GetTailSamplesAsync() => Task.FromResult(tails.Snapshot(InstanceId).Samples);

    public Task<Durability> GetDurabilityAsync(bool handOver) => Task.FromResult(tails.DurabilityOf(InstanceId, handOver));

    public Task FlushAsync(CancellationToken cancellationToken = default) => intake.FlushAsync(InstanceId, cancellationToken);

    public Task ApplyFlushIntervalAsync(TimeSpan? interval)
    {
        intervals.Set(InstanceId, interval);
        intake.Rearm(InstanceId);
        return Task.CompletedTask;
    }

    public async Task<InstanceInfo> CreateAsync(string name)
    {
        InstanceRules.Check(InstanceId, name);
        await _deletion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var created = await instances.CreateAsync(InstanceId, name) ?? throw new ConflictException($"instance {InstanceId} exists already");
        marks.NoteLife(InstanceId);

        // An earlier life of the instance may have left some, if the silo that deleted it died right after.
        await GrainFactory.GetGrain<IInstanceSettingsGrain>(InstanceId).ClearAsync();
        return created;
    }

    public async Task<InstanceInfo> RenameAsync(string name)
    {
        InstanceRules.CheckName(name);
        if (await instances.RenameAsync(InstanceId, name) is { } renamed)
        {
            return renamed;
        }

        // Not registered before its first flush, and an instance all the same.
        await SettleAsync();
        return await instances.RenameAsync(InstanceId, name) ?? throw new UnknownInstanceException(InstanceId);
    }

    public Task DeleteAsync()
    {
        if (_deletion.IsCompleted)
        {
            _deletion = DeleteOnceAsync();
        }

        return _deletion;
    }

    /// <summary>What another silo wrote since the instance was here last has not changed this one's marks.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        marks.NoteAnything(InstanceId);
        _active = true;
        present.Begin();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Hands over synchronously: even an abandoned deactivation runs up to its first await. Then it waits for the commit, so that where the
    /// instance goes it finds in the store what is not in a tail any more. Not while there is no database: its pushes would wait, too, and a silo
    /// that stops has a thousand of its instances wait at a time.
    /// </summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving = true;
        present.Leave(InstanceId);
        if (_active)
        {
            _active = false;
            present.End();
        }

        if (tails.HandOver(InstanceId) is { } batch && writer.Stuck is null)
        {
            await Task.WhenAny(batch.Completion, Task.Delay(LeavingPatience, time, cancellationToken));
        }
    }

    private ValueTask<InstanceReceipt> TakeAsync(SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        if (!_leaving && !present.NeedsNoCall(InstanceId))
        {
            present.Enter(InstanceId);
        }

        return intake.TakeAsync(InstanceId, batch, acknowledgement, cancellationToken);
    }

    private async Task DeleteOnceAsync()
    {
        var deleted = await instances.DeleteAsync(InstanceId, SettleAsync);
        marks.NoteAnything(InstanceId);

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
}
