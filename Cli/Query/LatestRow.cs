using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>An instance's newest sample, as JSON and CSV show it; units as in <see cref="Sample"/>, and the share of the limit in percent.</summary>
internal sealed record LatestRow(
    Guid InstanceId,
    string Name,
    DateTimeOffset Timestamp,
    double CpuUsage,
    long MemoryUsage,
    long MemoryLimit,
    double? MemoryShare,
    long NetworkIn,
    long NetworkOut)
{
    public static LatestRow From(InstanceSample latest, string name) => new(
        latest.InstanceId,
        name,
        latest.Sample.Timestamp,
        latest.Sample.CpuUsage,
        latest.Sample.MemoryUsage,
        latest.Sample.MemoryLimit,
        ShareOf(latest.Sample),
        latest.Sample.NetworkIn,
        latest.Sample.NetworkOut);

    /// <summary>Memory in use as a share of its limit, in percent; null without a limit.</summary>
    public static double? ShareOf(Sample sample) => sample.MemoryLimit > 0 ? 100.0 * sample.MemoryUsage / sample.MemoryLimit : null;
}
