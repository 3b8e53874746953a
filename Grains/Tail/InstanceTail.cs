using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>
/// One instance's tail: its buffer and its batches in flight. It belongs to the registry and not to the grain, so that it
/// survives an activation that is abandoned. Every member takes the lock: grain, writer and queries come from different threads.
/// </summary>
internal sealed class InstanceTail(Guid instanceId)
{
    private readonly Lock _gate = new();
    private readonly List<FlushBatch> _inFlight = [];
    private List<PendingSample> _buffer = [];
    private HashSet<DateTimeOffset>? _timestamps;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private long _firstBuffered;
    private int _count;
    private bool _retired;

    /// <summary>
    /// Takes samples that are not there yet; null when this tail has left the registry meanwhile, or has no room. Given where to, hands
    /// the buffer over under the same lock, so that no batch that holds a sample of the push can be settled unseen.
    /// </summary>
    public AppendedPush? Append(
        IReadOnlyList<PendingSample> samples, int capacity, SiloPositions positions, Action<FlushBatch>? enqueue, out bool full)
    {
        lock (_gate)
        {
            full = !_retired && _count + samples.Count > capacity;
            if (_retired || full)
            {
                return null;
            }

            var taken = new List<int>(samples.Count);
            var known = new List<int>();
            var offset = _buffer.Count;
            var position = positions.Next();
            if (offset == 0)
            {
                _firstBuffered = position;
            }

            for (var place = 0; place < samples.Count; place++)
            {
                if (IsNew(samples[place].Sample.Timestamp))
                {
                    _buffer.Add(samples[place]);
                    taken.Add(place);
                }
                else
                {
                    known.Add(place);
                }
            }

            _count += taken.Count;
            if (enqueue is null)
            {
                return new AppendedPush(taken, known, offset, _buffer.Count, []) { Durability = positions.At(position, Durable(position)) };
            }

            HandOver(enqueue);
            return new AppendedPush(taken, known, offset, 0, [.. _inFlight]) { Durability = positions.At(position, Durable(position)) };
        }
    }

    /// <summary>
    /// Moves the buffer to the batches in flight and passes it on under the lock, so that batches reach the writer in order.
    /// With an empty buffer, the last batch in flight, if any.
    /// </summary>
    public FlushBatch? HandOver(Action<FlushBatch> enqueue)
    {
        lock (_gate)
        {
            if (_buffer.Count == 0)
            {
                return _inFlight.Count == 0 ? null : _inFlight[^1];
            }

            var batch = new FlushBatch(instanceId, [.. _buffer], _firstBuffered);
            _buffer = [];
            _inFlight.Add(batch);
            enqueue(batch);
            return batch;
        }
    }

    /// <summary>Drops a batch that is durable or given up; true when the tail is empty now and has retired.</summary>
    public bool Complete(FlushBatch batch)
    {
        lock (_gate)
        {
            _inFlight.Remove(batch);
            _count -= batch.Samples.Length;
            if (_timestamps is not null)
            {
                foreach (var pending in batch.Samples)
                {
                    _timestamps.Remove(pending.Sample.Timestamp);
                }
            }

            return _retired = _count == 0;
        }
    }

    public IReadOnlyList<PendingSample> Snapshot()
    {
        lock (_gate)
        {
            return [.. _inFlight.SelectMany(batch => batch.Samples), .. _buffer];
        }
    }

    /// <summary>How far the instance is durable; everything is where the tail is empty.</summary>
    /// <param name="positions">The silo's positions.</param>
    /// <param name="newest">A position that was given out before the tail was looked up.</param>
    public Durability DurabilityOf(SiloPositions positions, long newest)
    {
        lock (_gate)
        {
            return positions.At(newest, Durable(newest));
        }
    }

    private long Durable(long newest) =>
        _inFlight.Count > 0 ? _inFlight[0].FirstPosition - 1 : _buffer.Count > 0 ? _firstBuffered - 1 : newest;

    private bool IsNew(DateTimeOffset timestamp)
    {
        if (_timestamps is null && timestamp > _newest)
        {
            // The usual case: samples come in order of time and need no set to be compared with.
            _newest = timestamp;
            return true;
        }

        _timestamps ??= [.. _inFlight.SelectMany(batch => batch.Samples).Concat(_buffer).Select(pending => pending.Sample.Timestamp)];
        return _timestamps.Add(timestamp);
    }
}
