namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>An instance that somebody else's transaction has locked, and what waits for that.</summary>
internal sealed class LockedInstance
{
    // An application's lock is over in no time, an operator's when he thinks of it.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private TimeSpan _pause = ShortestPause;

    /// <summary>What waits, in order; without what is being tried.</summary>
    public LinkedList<WriteUnit> Units { get; } = [];

    /// <summary>Since when, as a timestamp.</summary>
    public long Since { get; private set; }

    /// <summary>When to try again, by the lane's clock; <see cref="TimeSpan.MaxValue"/> while that is being done.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>Whether the newest attempt came through, so that everything may follow.</summary>
    public bool IsFree { get; private set; } = true;

    /// <summary>Something of it is being tried.</summary>
    public void Try() => Due = TimeSpan.MaxValue;

    /// <summary>What was tried came through.</summary>
    public void Free() => (IsFree, Due, _pause) = (true, TimeSpan.Zero, ShortestPause);

    /// <summary>What was tried, in one unit or several, met the lock.</summary>
    public void PutOff(TimeSpan now, long timestamp)
    {
        if (Due > now && Due != TimeSpan.MaxValue)
        {
            return;
        }

        Since = IsFree ? timestamp : Since;
        (IsFree, Due) = (false, now + _pause);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }
}
