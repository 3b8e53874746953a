namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>Moments as people read them.</summary>
internal static class Seconds
{
    /// <summary>The same moment in UTC without the fraction of its second.</summary>
    public static DateTimeOffset Floor(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
