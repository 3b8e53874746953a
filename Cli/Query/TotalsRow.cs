using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>Usage over a range as one flat object: the names of its JSON, those of percentiles put together.</summary>
internal sealed record TotalsRow(
    DateTimeOffset From,
    DateTimeOffset To,
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
    decimal TotalNetworkOut,
    double? CpuP50,
    double? CpuP95,
    double? CpuP99,
    double? MemoryP50,
    double? MemoryP95,
    double? MemoryP99)
{
    public static TotalsRow Of(UsageTotals totals) => new(
        totals.From,
        totals.To,
        totals.SampleCount,
        totals.AvgCpu,
        totals.MinCpu,
        totals.MaxCpu,
        totals.AvgMemory,
        totals.MinMemory,
        totals.MaxMemory,
        totals.MaxMemoryLimit,
        totals.MemoryShare,
        totals.TotalNetworkIn,
        totals.TotalNetworkOut,
        totals.Cpu?.P50,
        totals.Cpu?.P95,
        totals.Cpu?.P99,
        totals.Memory?.P50,
        totals.Memory?.P95,
        totals.Memory?.P99);
}
