using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client;

public sealed partial class MetricsClient
{
    /// <summary>
    /// Adds a sample to be pushed in the background, and keeps it until it is durable. Waits while there is no room, which is bounded by
    /// <see cref="MetricsClientOptions.MaxPending"/> and <see cref="MetricsClientOptions.MaxPendingBytes"/>, or by
    /// <see cref="MetricsClientOptions.SpillMaxBytes"/> where samples are spilled.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="sample">The sample; its network numbers are bytes since the previous one.</param>
    /// <param name="cancellationToken">Stops the waiting; the sample is not added then.</param>
    /// <exception cref="SpillException">The spill directory cannot be written; the sample was not added.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed; the sample was not added.</exception>
    public ValueTask AddAsync(Guid instanceId, Sample sample, CancellationToken cancellationToken = default) =>
        AddAsync(new LaneItem(instanceId, null, sample, null, Now), cancellationToken);

    /// <summary>
    /// Adds a reading, whose network numbers are counters that only grow; the service derives the bytes between readings, across
    /// restarts too. Waits as <see cref="AddAsync(Guid, Sample, CancellationToken)"/> does.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reading">The reading.</param>
    /// <param name="source">Whose counters, for example a container id; at most <see cref="PushLimits.MaxSourceLength"/> characters.</param>
    /// <param name="startedAt">When the counters started at zero; null where that is not known.</param>
    /// <param name="cancellationToken">Stops the waiting; the reading is not added then.</param>
    /// <exception cref="SpillException">The spill directory cannot be written; the reading was not added.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed; the reading was not added.</exception>
    public ValueTask AddReadingAsync(
        Guid instanceId, Sample reading, string source = "", DateTimeOffset? startedAt = null, CancellationToken cancellationToken = default) =>
        AddAsync(new LaneItem(instanceId, SampleUnit.CounterOf(source, startedAt), reading, null, Now), cancellationToken);

    /// <summary>
    /// Adds a batch of one instance as one unit: it is pushed, kept and sent again without being taken apart or copied, at a small cost per
    /// batch and next to none per sample. Waits as <see cref="AddAsync(Guid, Sample, CancellationToken)"/> does.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="batch">
    /// 1 to <see cref="PushLimits.MaxSamples"/> samples. Its list must not change any more; it is an array or a list, which Orleans serializes.
    /// </param>
    /// <param name="cancellationToken">Stops the waiting; nothing of the batch is added then.</param>
    /// <exception cref="ArgumentException">The batch as a whole breaks a rule, or is more than the bounds of the client; nothing was added.</exception>
    /// <exception cref="SpillException">The spill directory cannot be written; nothing was added.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed; nothing was added.</exception>
    public ValueTask AddAsync(Guid instanceId, SampleBatch batch, CancellationToken cancellationToken = default) =>
        AddAsync(UnitOf(instanceId, batch), cancellationToken);

    /// <summary>Adds a sample if there is room.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="sample">The sample; its network numbers are bytes since the previous one.</param>
    /// <returns>False: there is no room, and it was not added.</returns>
    /// <exception cref="SpillException">The spill directory cannot be written; the sample was not added.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed; the sample was not added.</exception>
    public bool TryAdd(Guid instanceId, Sample sample) => TryAdd(new LaneItem(instanceId, null, sample, null, Now));

    /// <summary>Adds a reading if there is room.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reading">The reading; see <see cref="AddReadingAsync"/>.</param>
    /// <param name="source">Whose counters; at most <see cref="PushLimits.MaxSourceLength"/> characters.</param>
    /// <param name="startedAt">When the counters started at zero; null where that is not known.</param>
    /// <returns>False: there is no room, and it was not added.</returns>
    /// <exception cref="SpillException">The spill directory cannot be written; the reading was not added.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed; the reading was not added.</exception>
    public bool TryAddReading(Guid instanceId, Sample reading, string source = "", DateTimeOffset? startedAt = null) =>
        TryAdd(new LaneItem(instanceId, SampleUnit.CounterOf(source, startedAt), reading, null, Now));

    /// <summary>Adds a batch of one instance as one unit if there is room for all of it.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="batch">See <see cref="AddAsync(Guid, SampleBatch, CancellationToken)"/>.</param>
    /// <returns>False: there is no room, and nothing was added.</returns>
    /// <exception cref="ArgumentException">The batch as a whole breaks a rule, or is more than the bounds of the client; nothing was added.</exception>
    /// <exception cref="SpillException">The spill directory cannot be written; nothing was added.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed; nothing was added.</exception>
    public bool TryAdd(Guid instanceId, SampleBatch batch) => TryAdd(UnitOf(instanceId, batch));

    private long Now => _timeProvider.GetUtcNow().UtcTicks;

    private ValueTask AddAsync(LaneItem item, CancellationToken cancellationToken)
    {
        if (_spill is not null)
        {
            return _spill.AddAsync(item, cancellationToken);
        }

        var entering = _room.EnterAsync(item.Samples, item.Cost, cancellationToken);
        if (!entering.IsCompletedSuccessfully)
        {
            return EnterLaterAsync(entering, item);
        }

        Enter(item);
        return ValueTask.CompletedTask;
    }

    private async ValueTask EnterLaterAsync(ValueTask entering, LaneItem item)
    {
        await entering;
        Enter(item);
    }

    private bool TryAdd(in LaneItem item)
    {
        if (_spill is not null)
        {
            return _spill.TryAdd(item);
        }

        if (!_room.TryEnter(item.Samples, item.Cost))
        {
            return false;
        }

        Enter(item);
        return true;
    }

    private void Enter(in LaneItem item)
    {
        if (!LaneOf(item.InstanceId).TryWrite(item))
        {
            _room.Release(item.Samples, item.Cost);
            throw new ObjectDisposedException(nameof(MetricsClient));
        }
    }

    private LaneItem UnitOf(Guid instanceId, SampleBatch batch)
    {
        var unit = SampleUnit.Of(instanceId, batch, Now);
        return _room.CanHold(unit.Samples, unit.Cost)
            ? unit
            : throw new ArgumentException(
                $"{unit.Samples} samples are more than {nameof(MetricsClientOptions.MaxPending)} or {nameof(MetricsClientOptions.MaxPendingBytes)} allows at all", nameof(batch));
    }
}
