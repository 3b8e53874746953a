using LaunchStack.Metrics.Formatting;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>The newest sample in the shape that LaunchStack's front end reads, with texts ready to show.</summary>
internal sealed record StatsBody(
    Guid Id,
    Guid InstanceId,
    DateTimeOffset Timestamp,
    double CpuUsage,
    string CpuFormatted,
    long MemoryUsage,
    long MemoryLimit,
    double MemoryPercentage,
    string MemoryFormatted,
    long DiskUsage,
    string DiskFormatted,
    long NetworkIn,
    long NetworkOut,
    string NetworkFormatted)
{
    public static StatsBody From(InstanceSample latest)
    {
        var sample = latest.Sample;
        var share = MemoryShare.Of(sample.MemoryUsage, sample.MemoryLimit);
        return new StatsBody(
            latest.Id,
            latest.InstanceId,
            sample.Timestamp,
            sample.CpuUsage,
            HumanText.Percent(sample.CpuUsage),
            sample.MemoryUsage,
            sample.MemoryLimit,
            share,
            $"{HumanBytes.Format(sample.MemoryUsage)} / {HumanBytes.Format(sample.MemoryLimit)} ({HumanText.Percent(share)})",
            0,
            HumanBytes.Format(0),
            sample.NetworkIn,
            sample.NetworkOut,
            $"{HumanBytes.Format(sample.NetworkIn)} in / {HumanBytes.Format(sample.NetworkOut)} out");
    }
}
