using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>
/// One instance's tail: its buffer and its batches in flight. It belongs to the registry and not to the grain, so that it
/// survives an activation that is abandoned. Every member takes the lock: grain, writer and queries come from different threads.
/// </summary>
internal sealed class InstanceTail(Guid instanceId, int maxSamples, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly List<FlushBatch> _inFlight = [];
    private TailBuffer _buffer;
    private HashSet<DateTimeOffset>? _timestamps;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private int _count;
    private long _bytes;
    private bool _retired;

    /// <summary>The position of the first push in the buffer; null where that is empty.</summary>
    public long? FirstBuffered
    {
        get
        {
            lock (_gate)
            {
                return _buffer.Count == 0 ? null : _buffer.FirstPosition;
            }
        }
    }

    /// <summary>When the oldest push came whose samples are there; null where there are none.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            lock (_gate)
            {
                return _inFlight.Count > 0 ? _inFlight[0].Since : _buffer.Count > 0 ? _buffer.Since : null;
            }
        }
    }

    /// <summary>
    /// Takes samples that are not there yet; null when this tail has left the registry meanwhile, or has no room. Given where to, hands
    /// the buffer over under the same lock, so that no batch that holds a sample of the push can be settled unseen.
    /// </summary>
    public AppendedPush? Append(CheckedPush push, SiloPositions positions, Action<FlushBatch>? enqueue, out bool full)
    {
        lock (_gate)
        {
            var samples = push.Valid.Length;
            full = !_retired && (_count + samples > maxSamples || _bytes + push.Bytes > maxBytes);
            if (_retired || full)
            {
                return null;
            }

            var position = positions.Next();
            var offset = _buffer.Count;
            var known = IsNewer(push.Valid) ? [] : Known(push.Valid);
            var taken = samples - known.Count;
            if (taken > 0)
            {
                _buffer.Add(push, known, position);
                _count += taken;
                _bytes += push.Bytes;
            }

            if (enqueue is not null)
            {
                HandOver(enqueue);

                // Who waits for them looks at them once they are over.
                _inFlight.ForEach(batch => batch.Keep());
            }

            return new AppendedPush(
                taken, known, offset, _buffer.Count, enqueue is null ? [] : [.. _inFlight], positions.At(position, Durable(position)));
        }
    }

    /// <summary>
    /// Moves the buffer to the batches in flight and passes it on under the lock, so that batches reach the writer in order.
    /// With an empty buffer, the last batch in flight, if any.
    /// </summary>
    /// <param name="enqueue">Where to.</param>
    /// <param name="firstPosition">Only a buffer whose first push has this position; null: whichever.</param>
    public FlushBatch? HandOver(Action<FlushBatch> enqueue, long? firstPosition = null)
    {
        lock (_gate)
        {
            if (_buffer.Count == 0 || (firstPosition ?? _buffer.FirstPosition) != _buffer.FirstPosition)
            {
                return _inFlight.Count == 0 ? null : _inFlight[^1];
            }

            var batch = _buffer.Take(instanceId);
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
            _count -= batch.Samples.Count;
            _bytes -= batch.Bytes;
            if (_timestamps is not null)
            {
                foreach (ref readonly var pending in batch.Samples.AsSpan())
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
            return [.. All()];
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

    // Batches in flight are in the order of their positions, whichever is settled first.
    private long Durable(long newest) =>
        _inFlight.Count > 0 ? _inFlight[0].FirstPosition - 1 : _buffer.Count > 0 ? _buffer.FirstPosition - 1 : newest;

    /// <summary>The usual case: samples come in order of time and need no set to be compared with.</summary>
    private bool IsNewer(ReadOnlySpan<PendingSample> samples)
    {
        if (_timestamps is not null)
        {
            return false;
        }

        var newest = _newest;
        foreach (ref readonly var pending in samples)
        {
            if (pending.Sample.Timestamp <= newest)
            {
                return false;
            }

            newest = pending.Sample.Timestamp;
        }

        _newest = newest;
        return true;
    }

    private List<int> Known(ReadOnlySpan<PendingSample> samples)
    {
        var known = new List<int>();
        _timestamps ??= [.. All().Select(pending => pending.Sample.Timestamp)];
        for (var place = 0; place < samples.Length; place++)
        {
            if (!_timestamps.Add(samples[place].Sample.Timestamp))
            {
                known.Add(place);
            }
        }

        return known;
    }

    private IEnumerable<PendingSample> All() => _inFlight.SelectMany(batch => batch.Samples).Concat(_buffer.Samples);
}
