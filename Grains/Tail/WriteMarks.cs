using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>
/// Marks that change with what the writer commits, so that who keeps an answer of the store knows when to ask again. Instances share a mark by
/// their hash: one for each would be memory for every instance that ever came by, and a change too many costs one query.
/// </summary>
internal sealed class WriteMarks(TimeProvider time)
{
    private const int Places = 1 << 14;

    // 170 minutes; an older slice shares its mark with one of these.
    private const int SlicePlaces = 1 << 11;

    private readonly long[] _writes = new long[Places];
    private readonly long[] _lateWrites = new long[Places];
    private readonly long[] _slices = new long[SlicePlaces];
    private long _lives;
    private long _allWrites;
    private long _allLateWrites;

    /// <summary>How long a slice of time is that has a mark of its own for all instances.</summary>
    public static TimeSpan Slice { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Start of the hour that is not over.</summary>
    public DateTimeOffset OpenHour => Timestamps.Hour(time.GetUtcNow());

    /// <summary>Changes with every write of any instance.</summary>
    public long AllWrites => Volatile.Read(ref _allWrites);

    /// <summary>Changes with every late write of any instance.</summary>
    public long AllLateWrites => Volatile.Read(ref _allLateWrites);

    /// <summary>
    /// Notes that samples became durable. To be called before they leave the tail, which queries read before the marks: who finds them in
    /// neither tail nor kept answer would not see them at all.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="oldest">The oldest sample's timestamp.</param>
    public void Note(Guid instanceId, DateTimeOffset oldest)
    {
        var place = PlaceOf(instanceId);
        if (oldest < OpenHour)
        {
            Interlocked.Increment(ref _lateWrites[place]);
            Interlocked.Increment(ref _allLateWrites);
        }

        Interlocked.Increment(ref _writes[place]);
        Interlocked.Increment(ref _allWrites);
    }

    /// <summary>Notes that anything may have happened to an instance: it was deleted, or its samples went to another silo for a time.</summary>
    public void NoteAnything(Guid instanceId) => Note(instanceId, DateTimeOffset.MinValue);

    /// <summary>Notes the slices of samples that became durable: as <see cref="Note"/>, before they leave the tail.</summary>
    public void NoteSlices(ReadOnlySpan<PendingSample> samples)
    {
        var last = -1L;
        foreach (ref readonly var pending in samples)
        {
            var slice = pending.Sample.Timestamp.UtcTicks / Slice.Ticks;
            if (slice != last)
            {
                Interlocked.Increment(ref _slices[slice & (SlicePlaces - 1)]);
                last = slice;
            }
        }
    }

    /// <summary>Notes that an instance begins anew: of what it had in an earlier life, nothing is left.</summary>
    public void NoteLife(Guid instanceId)
    {
        NoteAnything(instanceId);
        Interlocked.Increment(ref _lives);
    }

    /// <summary>The marks of the slices that a range touches, the first one first; null where they are too many to have one each.</summary>
    /// <param name="from">The range's first moment.</param>
    /// <param name="to">Its end.</param>
    public long[]? Slices(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, end) = (from.UtcTicks / Slice.Ticks, (to.UtcTicks + Slice.Ticks - 1) / Slice.Ticks);
        if (end - first is < 0 or > SlicePlaces)
        {
            return null;
        }

        // Both only grow, so their sum is the same while neither has changed.
        var marks = new long[end - first];
        for (var slice = first; slice < end; slice++)
        {
            marks[slice - first] = Volatile.Read(ref _slices[slice & (SlicePlaces - 1)]) + Volatile.Read(ref _lives);
        }

        return marks;
    }

    /// <summary>The marks of an instance: all writes, and those of hours that were over.</summary>
    public (long Writes, long LateWrites) Of(Guid instanceId)
    {
        var place = PlaceOf(instanceId);
        return (Volatile.Read(ref _writes[place]), Volatile.Read(ref _lateWrites[place]));
    }

    private static int PlaceOf(Guid instanceId) => instanceId.GetHashCode() & (Places - 1);
}
