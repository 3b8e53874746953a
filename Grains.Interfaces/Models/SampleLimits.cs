namespace LaunchStack.Metrics.Models;

/// <summary>The values a sample may have.</summary>
public static class SampleLimits
{
    /// <summary>
    /// The largest CPU, in percent: 10,000 full cores. Without a bound two samples could overflow an hour's sum, and with it the
    /// refresh of the aggregate for every instance.
    /// </summary>
    public const double MaxCpuUsage = 1_000_000;

    /// <summary>The rule for CPU, to be read after the field's name.</summary>
    public const string CpuRule = "must be a number from 0 to 1000000";

    /// <summary>Whether a CPU keeps the rule; NaN does not.</summary>
    /// <param name="percent">CPU in percent.</param>
    public static bool IsCpuUsage(double percent) => percent is >= 0 and <= MaxCpuUsage;
}
