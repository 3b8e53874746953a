using Docker.DotNet.Models;

namespace LaunchStack.Metrics.Cli.Collect.Docker;

/// <summary>The numbers that <c>docker stats</c> shows, by its own formulas.</summary>
internal static class DockerFormulas
{
    /// <summary>
    /// CPU in percent of one core between two readings, from 0 to 100 for every processor. Zero unless both counters moved
    /// forward: after a restart, or when the engine answers twice with the same reading.
    /// </summary>
    public static double Cpu(CPUStats before, CPUStats after)
    {
        var used = (double)after.CPUUsage.TotalUsage - before.CPUUsage.TotalUsage;
        var elapsed = (double)(after.SystemUsage ?? 0) - (before.SystemUsage ?? 0);
        return used > 0 && elapsed > 0 ? used / elapsed * Processors(after) * 100 : 0;
    }

    /// <summary>
    /// Memory without the page cache that the kernel gives back at need. The v1 name first: v1 has both names, and there
    /// <c>inactive_file</c> leaves out the children of the group.
    /// </summary>
    public static long Memory(MemoryStats memory)
    {
        var usage = memory.Usage ?? 0;
        return memory.Stats?.TryGetValue("total_inactive_file", out var inactive) == true || memory.Stats?.TryGetValue("inactive_file", out inactive) == true
            ? Counters.ToLong(inactive < usage ? usage - inactive : usage)
            : Counters.ToLong(usage);
    }

    /// <summary>Bytes received and sent over all interfaces; nothing for a container without a network of its own.</summary>
    public static (long In, long Out) Network(IDictionary<string, NetworkStats>? networks)
    {
        ulong bytesIn = 0;
        ulong bytesOut = 0;
        foreach (var network in networks?.Values ?? [])
        {
            bytesIn += network.RxBytes;
            bytesOut += network.TxBytes;
        }

        return (Counters.ToLong(bytesIn), Counters.ToLong(bytesOut));
    }

    // Engines before 1.27 tell no number of processors; per-processor counters are absent under cgroup v2.
    private static long Processors(CPUStats stats) =>
        stats.OnlineCPUs is > 0 and { } online ? online : stats.CPUUsage.PercpuUsage?.Count ?? 0;
}
