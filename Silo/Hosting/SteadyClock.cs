namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>
/// A clock for Orleans's own timers, its membership and the life of its grains, which no jump of the system's moves: it runs on, and comes near the
/// system's a little with every second. Orleans reckons by the time of day when its timers fire next, so that with a clock set back by an hour they would
/// be silent for that hour; whether another silo takes too long to join, so that with a clock set ahead it would take any for dead; and when idle grains
/// are collected, so that after a clock that was days ahead no grain would come to life for those days.
/// </summary>
/// <param name="clock">The clock to follow.</param>
internal sealed class SteadyClock(TimeProvider clock) : TimeProvider
{
    // A second in forty: timers that fire once a minute stay within the three seconds that Orleans grants them.
    private const int Slowness = 40;

    private readonly Lock _lock = new();
    private long _at = clock.GetTimestamp();
    private DateTimeOffset _now = clock.GetUtcNow();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            var at = clock.GetTimestamp();
            var elapsed = clock.GetElapsedTime(_at, at);
            var off = clock.GetUtcNow() - (_now + elapsed);
            var most = elapsed / Slowness;
            _at = at;
            _now += elapsed + (off > most ? most : off < -most ? -most : off);
            return _now;
        }
    }

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
