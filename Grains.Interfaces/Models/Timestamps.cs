namespace LaunchStack.Metrics.Models;

/// <summary>The resolution of time in the store: whole microseconds, UTC.</summary>
public static class Timestamps
{
    /// <summary>The same moment in UTC, floored to the microsecond.</summary>
    /// <param name="moment">Any moment.</param>
    public static DateTimeOffset Floor(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>The start of the hour (UTC) that a moment lies in.</summary>
    /// <param name="moment">Any moment.</param>
    public static DateTimeOffset Hour(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>The start of the day (UTC) that a moment lies in.</summary>
    /// <param name="moment">Any moment.</param>
    public static DateTimeOffset Day(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerDay), TimeSpan.Zero);

    /// <summary>Microseconds since 1970-01-01T00:00:00Z, rounded down.</summary>
    /// <param name="moment">Any moment.</param>
    public static long ToUnixMicroseconds(DateTimeOffset moment)
    {
        var (microseconds, rest) = Math.DivRem(moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        return rest < 0 ? microseconds - 1 : microseconds;
    }

    /// <summary>The moment that lies the given number of microseconds after 1970-01-01T00:00:00Z.</summary>
    /// <param name="microseconds">Microseconds; negative before 1970.</param>
    public static DateTimeOffset FromUnixMicroseconds(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
