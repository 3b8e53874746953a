using System.Buffers;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>
/// The samples that wait for the next flush. The buffer's array is the batch's. Most instances push less often than they flush, and theirs has
/// just the places it needs. One that grows is of the pool: busy instances fill large arrays all the time, each of which would live just long
/// enough to be copied by the garbage collector.
/// </summary>
internal struct TailBuffer
{
    // Below that the pool's least array would be more than twice as large as what is needed.
    private const int LeastRented = 64;

    private PendingSample[]? _samples;
    private DateTimeOffset _oldest;
    private long _bytes;
    private bool _hasReadings;
    private bool _isRented;

    public int Count { get; private set; }

    /// <summary>The position of the first push of which it holds samples.</summary>
    public long FirstPosition { get; private set; }

    /// <summary>When that push came.</summary>
    public DateTimeOffset Since { get; private set; }

    public readonly ArraySegment<PendingSample> Samples => _samples is null ? ArraySegment<PendingSample>.Empty : new(_samples, 0, Count);

    /// <summary>Adds the samples of a push, but for those at the places given.</summary>
    public void Add(CheckedPush push, IReadOnlyList<int> known, long position)
    {
        if (Count == 0)
        {
            (FirstPosition, Since, _oldest, _hasReadings) = (position, push.At, DateTimeOffset.MaxValue, false);
        }

        // The room of samples that are known is given back with the rest: an estimate may be high for a while.
        _bytes += push.Bytes;
        _oldest = push.Oldest < _oldest ? push.Oldest : _oldest;
        _hasReadings |= push.HasReadings;
        if (Count == 0 && known.Count == 0)
        {
            _samples = push.Valid.ToArray();
            Count = push.Valid.Length;
            return;
        }

        Reserve(push.Valid.Length - known.Count);
        if (known.Count == 0)
        {
            push.Valid.CopyTo(_samples.AsSpan(Count));
            Count += push.Valid.Length;
            return;
        }

        var next = 0;
        for (var place = 0; place < push.Valid.Length; place++)
        {
            if (next < known.Count && known[next] == place)
            {
                next++;
            }
            else
            {
                _samples![Count++] = push.Valid[place];
            }
        }
    }

    /// <summary>Empties the buffer into a batch.</summary>
    public FlushBatch Take(Guid instanceId)
    {
        var batch = new FlushBatch
        {
            InstanceId = instanceId,
            Samples = Samples,
            FirstPosition = FirstPosition,
            Since = Since,
            Oldest = _oldest,
            HasReadings = _hasReadings,
            Bytes = _bytes,
            IsRented = _isRented,
        };
        (_samples, Count, _bytes, _isRented) = (null, 0, 0, false);
        return batch;
    }

    private void Reserve(int more)
    {
        var needed = Count + more;
        if (_samples is not null && _samples.Length >= needed)
        {
            return;
        }

        if (needed < LeastRented)
        {
            Array.Resize(ref _samples, Math.Max(needed, 2 * Count));
            return;
        }

        // The pool's arrays are powers of two, and so no more than twice as large as what is asked for.
        var larger = ArrayPool<PendingSample>.Shared.Rent(needed);
        Samples.CopyTo(larger);
        if (_isRented)
        {
            ArrayPool<PendingSample>.Shared.Return(_samples!, clearArray: _hasReadings);
        }

        (_samples, _isRented) = (larger, true);
    }
}
