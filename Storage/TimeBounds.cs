using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage;

/// <summary>Bounds of queries in the resolution of the store, so that they mean what they say however fine they are.</summary>
internal static class TimeBounds
{
    /// <summary>The first moment in whole microseconds that is not before the given one.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset moment)
    {
        var floor = Timestamps.Floor(moment);
        if (floor == moment)
        {
            return floor;
        }

        return floor.Ticks > DateTimeOffset.MaxValue.Ticks - TimeSpan.TicksPerMicrosecond
            ? DateTimeOffset.MaxValue
            : floor.AddTicks(TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>The same place as the cursor, in whole microseconds; no cursor: before everything.</summary>
    public static SampleCursor Ceiling(SampleCursor? cursor)
    {
        if (cursor is not { } place)
        {
            return new SampleCursor(DateTimeOffset.MaxValue, Guid.AllBitsSet);
        }

        var ceiling = Ceiling(place.Timestamp);
        return ceiling == place.Timestamp ? place with { Timestamp = ceiling } : new SampleCursor(ceiling, Guid.Empty);
    }
}
