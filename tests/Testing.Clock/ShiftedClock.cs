namespace LaunchStack.Metrics.Testing.Clock;

/// <summary>The system's clock, and as far off it as a file says. Only what time of day it is: durations and timers are the system's.</summary>
/// <param name="shift">The file.</param>
internal sealed class ShiftedClock(ClockShift shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift.Value;
}
