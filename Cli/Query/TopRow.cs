using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>An instance among those that use most, as JSON and CSV show it; units as in <see cref="UsageTotals"/>.</summary>
internal sealed record TopRow(
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
