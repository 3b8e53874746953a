using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Dashboards;

/// <summary>What a run of dashboards measured.</summary>
/// <param name="Refreshes">How they were answered.</param>
/// <param name="Lookups">How the silo found its answers.</param>
/// <param name="Cpu">Seconds of CPU meanwhile; who asks is not in it, who pushes is.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record DashboardFigures(OpenLoopFigures Refreshes, CacheLookups Lookups, CpuTimes Cpu, double Seconds)
{
    /// <summary>The silo's share of all cores; null where it is not known.</summary>
    public double? SiloShare => Cpu.Silo / Seconds / Environment.ProcessorCount;

    /// <summary>The same of the database server.</summary>
    public double? ServerShare => Cpu.Server / Seconds / Environment.ProcessorCount;
}
