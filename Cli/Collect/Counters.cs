namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Numbers as the kernel and the engine give them, and as a sample holds them.</summary>
internal static class Counters
{
    private const double Percent = 100;

    /// <summary>An unsigned counter as a signed one; what does not fit becomes the largest.</summary>
    public static long ToLong(ulong value) => value > long.MaxValue ? long.MaxValue : (long)value;

    /// <summary>CPU in percent of one core between two readings, in nanoseconds of CPU time. Zero unless both counters moved forward, as after a restart.</summary>
    public static double Cpu(ulong before, ulong after, TimeSpan elapsed) =>
        after > before && elapsed > TimeSpan.Zero ? (after - before) / elapsed.TotalNanoseconds * Percent : 0;

    /// <summary>A memory limit in bytes. No limit is told as nothing, as zero, or as more than there is: then the machine's memory is the limit.</summary>
    public static long Limit(ulong? limit, long hostMemory) =>
        limit is > 0 and { } bytes && (hostMemory == 0 || bytes < (ulong)hostMemory) ? ToLong(bytes) : hostMemory;
}
