namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Memory in use as a share of its limit.</summary>
internal static class MemoryShare
{
    /// <summary>In percent; 0 where there is no limit to tell.</summary>
    public static double Of(long usage, long limit) => limit > 0 ? 100.0 * usage / limit : 0;
}
