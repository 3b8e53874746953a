using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>The rules for one sample.</summary>
/// <param name="now">The service's clock.</param>
/// <param name="acceptLate">How old a sample may be.</param>
internal readonly struct SampleRules(DateTimeOffset now, TimeSpan acceptLate)
{
    private readonly DateTimeOffset _earliest = now - acceptLate;
    private readonly DateTimeOffset _latest = now + MetricsOptions.AcceptAhead;
    private readonly TimeSpan _acceptLate = acceptLate;

    /// <summary>The service's clock.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The field that is wrong and the rule it breaks; null for a good sample.</summary>
    public (string Field, string Rule)? Check(in Sample sample)
    {
        if (sample.Timestamp > _latest)
        {
            return ("timestamp", $"must not be more than {MetricsOptions.AcceptAhead.TotalMinutes:0} minutes ahead of the service's clock");
        }

        if (sample.Timestamp < _earliest)
        {
            return ("timestamp", $"must not be older than {_acceptLate.TotalDays:0.###} days");
        }

        if (!SampleLimits.IsCpuUsage(sample.CpuUsage))
        {
            return ("cpu_usage", SampleLimits.CpuRule);
        }

        return Negative("memory_usage", sample.MemoryUsage)
            ?? Negative("memory_limit", sample.MemoryLimit)
            ?? Negative("network_in", sample.NetworkIn)
            ?? Negative("network_out", sample.NetworkOut);
    }

    private static (string Field, string Rule)? Negative(string field, long value) =>
        value < 0 ? (field, "must be 0 or more") : null;
}
