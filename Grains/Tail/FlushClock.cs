using System.Runtime.InteropServices;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>
/// Hands buffers over when their flush interval is over. One clock for the silo, whose timer runs while a buffer waits: a timer of each grain's own
/// took as much as the samples of an instance that pushes seldom.
/// </summary>
internal sealed class FlushClock : IAsyncDisposable
{
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(10);

    // Buffers that go together are one transaction: one for each of a few samples takes the database as long as hundreds of them do.
    private const int MostTicksTogether = 10;

    private const int ShareTogether = 20;

    private readonly Lock _gate = new();
    private readonly TailRegistry _tails;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly Dictionary<Guid, Waiting> _waiting = [];
    private readonly Dictionary<long, List<Guid>> _places = [];
    private readonly PriorityQueue<long, long> _ticks = new();
    private long _next = long.MaxValue;

    public FlushClock(TailRegistry tails, TimeProvider time)
    {
        (_tails, _time, _start) = (tails, time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => HandOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Sees to it that a buffer is handed over in time, unless it is before; a tenth of a second or a twentieth of the time later at the most, so that several go together. An instance
    /// waits once, for its newest buffer.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="firstPosition">The position of the first push in its buffer.</param>
    /// <param name="within">When.</param>
    public void Arm(Guid instanceId, long firstPosition, TimeSpan within)
    {
        var now = _time.GetElapsedTime(_start);
        var together = Math.Clamp((long)(within / Resolution) / ShareTogether, 1, MostTicksTogether);
        var tick = (long)Math.Ceiling((now + within) / Resolution / together) * together;
        lock (_gate)
        {
            ref var waiting = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiting, instanceId, out var isKnown);
            if (isKnown && firstPosition < waiting.FirstPosition)
            {
                // That buffer has been handed over since, and the one after it waits already.
                return;
            }

            // A place that comes too early is passed on to the right one then: buffers that are handed over early leave no more than one behind.
            var place = isKnown && waiting.Place <= tick ? waiting.Place : tick;
            var isNew = !isKnown || place != waiting.Place;
            waiting = new(firstPosition, tick, place);
            if (isNew)
            {
                Place(instanceId, place);
                SetTimer(now);
            }
        }
    }

    /// <summary>Ends the clock; nothing is handed over by it any more.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void HandOver()
    {
        foreach (var (instanceId, firstPosition) in Due())
        {
            _tails.HandOver(instanceId, firstPosition);
        }
    }

    private List<(Guid InstanceId, long FirstPosition)> Due()
    {
        var due = new List<(Guid InstanceId, long FirstPosition)>();
        lock (_gate)
        {
            var now = _time.GetElapsedTime(_start);
            while (_ticks.TryPeek(out var tick, out _) && tick * Resolution <= now)
            {
                _ticks.Dequeue();
                _places.Remove(tick, out var instances);
                foreach (var instanceId in instances!)
                {
                    if (!_waiting.TryGetValue(instanceId, out var waiting) || waiting.Place != tick)
                    {
                        continue;
                    }

                    if (waiting.Tick > tick)
                    {
                        _waiting[instanceId] = waiting with { Place = waiting.Tick };
                        Place(instanceId, waiting.Tick);
                        continue;
                    }

                    _waiting.Remove(instanceId);
                    due.Add((instanceId, waiting.FirstPosition));
                }
            }

            _next = long.MaxValue;
            SetTimer(now);
        }

        return due;
    }

    private void Place(Guid instanceId, long tick)
    {
        ref var instances = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, tick, out var isKnown);
        (instances ??= []).Add(instanceId);
        if (!isKnown)
        {
            _ticks.Enqueue(tick, tick);
        }
    }

    private void SetTimer(TimeSpan now)
    {
        if (_ticks.TryPeek(out var tick, out _) && tick < _next)
        {
            _next = tick;
            var due = (tick * Resolution) - now;

            // A timer's own time is in whole milliseconds, rounded down.
            _timer.Change(due > TimeSpan.Zero ? due + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A buffer that waits.</summary>
    /// <param name="FirstPosition">The position of the first push in it.</param>
    /// <param name="Tick">When it is to be handed over.</param>
    /// <param name="Place">Where the clock looks at it next.</param>
    private readonly record struct Waiting(long FirstPosition, long Tick, long Place);
}
