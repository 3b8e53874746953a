using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>
/// Marks that change with what the writer commits, so that who keeps an answer of the store knows when to ask again. Instances share a mark by
/// their hash: one for each would be memory for every instance that ever came by, and a change too many costs one query.
/// </summary>
internal sealed class WriteMarks(TimeProvider time)
{
    private const int Places = 1 << 14;

    private readonly long[] _writes = new long[Places];
    private readonly long[] _lateWrites = new long[Places];
    private long _allWrites;
    private long _allLateWrites;

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

    /// <summary>Notes that anything may have happened to an instance: it was deleted or created, or its samples went to another silo for a time.</summary>
    public void NoteAnything(Guid instanceId) => Note(instanceId, DateTimeOffset.MinValue);

    /// <summary>The marks of an instance: all writes, and those of hours that were over.</summary>
    public (long Writes, long LateWrites) Of(Guid instanceId)
    {
        var place = PlaceOf(instanceId);
        return (Volatile.Read(ref _writes[place]), Volatile.Read(ref _lateWrites[place]));
    }

    private static int PlaceOf(Guid instanceId) => instanceId.GetHashCode() & (Places - 1);
}
