using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client;

public sealed partial class MetricsClient
{
    /// <summary>
    /// Adds a sample to be pushed in the background. Waits while <see cref="MetricsClientOptions.MaxPending"/> samples are pending.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="sample">The sample; its network numbers are bytes since the previous one.</param>
    /// <param name="cancellationToken">Stops the waiting; the sample is not added then.</param>
    /// <exception cref="ObjectDisposedException">The client was disposed; the sample was not added.</exception>
    public ValueTask AddAsync(Guid instanceId, Sample sample, CancellationToken cancellationToken = default) =>
        AddAsync(LaneItem.Of(instanceId, null, sample), cancellationToken);

    /// <summary>
    /// Adds a reading, whose network numbers are counters that only grow; the service derives the bytes between readings, across
    /// restarts too. Waits as <see cref="AddAsync(Guid, Sample, CancellationToken)"/> does.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reading">The reading.</param>
    /// <param name="source">Whose counters, for example a container id; at most <see cref="PushLimits.MaxSourceLength"/> characters.</param>
    /// <param name="startedAt">When the counters started at zero; null where that is not known.</param>
    /// <param name="cancellationToken">Stops the waiting; the reading is not added then.</param>
    /// <exception cref="ObjectDisposedException">The client was disposed; the reading was not added.</exception>
    public ValueTask AddReadingAsync(
        Guid instanceId, Sample reading, string source = "", DateTimeOffset? startedAt = null, CancellationToken cancellationToken = default) =>
        AddAsync(LaneItem.Of(instanceId, CounterOf(source, startedAt), reading), cancellationToken);

    /// <summary>Adds a sample if there is room.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="sample">The sample; its network numbers are bytes since the previous one.</param>
    /// <returns>False: <see cref="MetricsClientOptions.MaxPending"/> samples are pending, and this one was not added.</returns>
    /// <exception cref="ObjectDisposedException">The client was disposed; the sample was not added.</exception>
    public bool TryAdd(Guid instanceId, Sample sample) => TryAdd(LaneItem.Of(instanceId, null, sample));

    /// <summary>Adds a reading if there is room.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reading">The reading; see <see cref="AddReadingAsync"/>.</param>
    /// <param name="source">Whose counters; at most <see cref="PushLimits.MaxSourceLength"/> characters.</param>
    /// <param name="startedAt">When the counters started at zero; null where that is not known.</param>
    /// <returns>False: <see cref="MetricsClientOptions.MaxPending"/> samples are pending, and this one was not added.</returns>
    /// <exception cref="ObjectDisposedException">The client was disposed; the reading was not added.</exception>
    public bool TryAddReading(Guid instanceId, Sample reading, string source = "", DateTimeOffset? startedAt = null) =>
        TryAdd(LaneItem.Of(instanceId, CounterOf(source, startedAt), reading));

    /// <summary>
    /// Pushes everything added before without further delay and waits until it is acknowledged as
    /// <see cref="MetricsClientOptions.Acknowledgement"/> says, however long resends take.
    /// </summary>
    /// <param name="cancellationToken">Stops the waiting; the pushing goes on.</param>
    /// <exception cref="SamplesLostException">Of the samples added since the previous flush, some will not be stored.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        var marks = new List<Task<LaneLosses>>(_lanes.Length);
        foreach (var lane in _lanes)
        {
            var mark = new TaskCompletionSource<LaneLosses>(TaskCreationOptions.RunContinuationsAsynchronously);
            ObjectDisposedException.ThrowIf(!lane.TryWrite(LaneItem.Mark(mark)), this);
            marks.Add(mark.Task);
        }

        var losses = await Task.WhenAll(marks).WaitAsync(cancellationToken);
        var count = losses.Sum(lane => lane.Count);
        if (count > 0)
        {
            throw new SamplesLostException(count, [.. losses.SelectMany(lane => lane.First)]);
        }
    }

    private async ValueTask AddAsync(LaneItem item, CancellationToken cancellationToken)
    {
        if (!_room.Wait(0, CancellationToken.None))
        {
            await WaitForRoomAsync(cancellationToken);
        }

        Enter(item);
    }

    private async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _room.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(MetricsClient));
        }
    }

    private bool TryAdd(in LaneItem item)
    {
        if (!_room.Wait(0, CancellationToken.None))
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            return false;
        }

        Enter(item);
        return true;
    }

    private void Enter(in LaneItem item)
    {
        var lane = _lanes[(uint)item.InstanceId.GetHashCode() % (uint)_lanes.Length];
        if (!lane.TryWrite(item))
        {
            _room.Release();
            throw new ObjectDisposedException(nameof(MetricsClient));
        }
    }

    private static CounterKey CounterOf(string source, DateTimeOffset? startedAt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(source.Length, PushLimits.MaxSourceLength, nameof(source));
        return new CounterKey(source, startedAt ?? DateTimeOffset.UnixEpoch);
    }
}
