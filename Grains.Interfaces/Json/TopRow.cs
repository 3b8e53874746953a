using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Json;

/// <summary>An instance among those that use most, as one flat object.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Name">Its name; empty: none.</param>
/// <param name="SampleCount">Number of samples.</param>
/// <param name="AvgCpu">Mean CPU, in percent; 100 is one full core.</param>
/// <param name="MinCpu">Smallest CPU, in percent.</param>
/// <param name="MaxCpu">Largest CPU, in percent.</param>
/// <param name="AvgMemory">Mean memory in use, in bytes.</param>
/// <param name="MinMemory">Smallest memory in use, in bytes.</param>
/// <param name="MaxMemory">Largest memory in use, in bytes.</param>
/// <param name="MaxMemoryLimit">Largest memory limit, in bytes; 0 where there is none.</param>
/// <param name="MemoryShare">100 × avg_memory ÷ max_memory_limit, in percent; null without a limit.</param>
/// <param name="TotalNetworkIn">Bytes received.</param>
/// <param name="TotalNetworkOut">Bytes sent.</param>
public sealed record TopRow(
    Guid InstanceId,
    string Name,
    long SampleCount,
    double? AvgCpu,
    double? MinCpu,
    double? MaxCpu,
    double? AvgMemory,
    long? MinMemory,
    long? MaxMemory,
    long? MaxMemoryLimit,
    double? MemoryShare,
    decimal TotalNetworkIn,
    decimal TotalNetworkOut)
{
    /// <summary>The flat object of a ranked instance.</summary>
    /// <param name="ranked">The instance.</param>
    public static TopRow From(RankedUsage ranked) => new(
        ranked.InstanceId,
        ranked.Name,
        ranked.Totals.SampleCount,
        ranked.Totals.AvgCpu,
        ranked.Totals.MinCpu,
        ranked.Totals.MaxCpu,
        ranked.Totals.AvgMemory,
        ranked.Totals.MinMemory,
        ranked.Totals.MaxMemory,
        ranked.Totals.MaxMemoryLimit,
        ranked.Totals.MemoryShare,
        ranked.Totals.TotalNetworkIn,
        ranked.Totals.TotalNetworkOut);
}
