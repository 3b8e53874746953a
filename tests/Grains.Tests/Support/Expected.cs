using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Support;

/// <summary>What answers have to say of the samples in them, computed from the samples alone.</summary>
internal static class Expected
{
    public static void AssertEqual(IReadOnlyCollection<Sample> samples, UsagePoint point)
    {
        Assert.Equal(
            (samples.Count, samples.Min(sample => sample.CpuUsage), samples.Max(sample => sample.CpuUsage), samples.Min(sample => sample.MemoryUsage),
                samples.Max(sample => sample.MemoryUsage), samples.Max(sample => sample.MemoryLimit)),
            (point.SampleCount, point.MinCpu!.Value, point.MaxCpu!.Value, point.MinMemory!.Value, point.MaxMemory!.Value, point.MaxMemoryLimit!.Value));
        Assert.Equal(samples.Sum(sample => (decimal)sample.NetworkIn), point.TotalNetworkIn);
        Assert.Equal(samples.Sum(sample => (decimal)sample.NetworkOut), point.TotalNetworkOut);
        AssertMeans(samples, point.AvgCpu, point.AvgMemory);
    }

    public static void AssertEqual(IReadOnlyCollection<Sample> samples, AggregatedUsage usage)
    {
        AssertEqual(samples, UsagePoint.Of(usage));
        Assert.Equal(samples.Sum(sample => (decimal)sample.MemoryUsage), usage.SumMemory);
    }

    public static void AssertEqual(IReadOnlyCollection<Sample> samples, UsageTotals totals)
    {
        Assert.Equal(samples.Count, totals.SampleCount);
        Assert.Equal(samples.Sum(sample => (decimal)sample.NetworkIn), totals.TotalNetworkIn);
        Assert.Equal(samples.Sum(sample => (decimal)sample.NetworkOut), totals.TotalNetworkOut);
        if (samples.Count == 0)
        {
            Assert.Equal(new UsageTotals { From = totals.From, To = totals.To }, totals);
            return;
        }

        AssertMeans(samples, totals.AvgCpu, totals.AvgMemory);
        Assert.Equal((samples.Min(sample => sample.CpuUsage), samples.Max(sample => sample.CpuUsage)), (totals.MinCpu, totals.MaxCpu));
        Assert.Equal((samples.Min(sample => sample.MemoryUsage), samples.Max(sample => sample.MemoryUsage)), (totals.MinMemory, totals.MaxMemory));
        Assert.Equal(100 * totals.AvgMemory / samples.Max(sample => sample.MemoryLimit), totals.MemoryShare);
    }

    /// <summary>A percentile by nearest rank.</summary>
    public static double Rank(IEnumerable<double> values, int percent)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Ceiling(percent * (decimal)sorted.Length / 100) - 1];
    }

    /// <summary>What instances are ranked by.</summary>
    public static double Measure(IReadOnlyCollection<Sample> samples, UsageMeasure by) => by switch
    {
        UsageMeasure.Cpu => samples.Average(sample => sample.CpuUsage),
        UsageMeasure.Memory => samples.Average(sample => (double)sample.MemoryUsage),
        UsageMeasure.MemoryShare => samples.Average(sample => (double)sample.MemoryUsage) / samples.Max(sample => sample.MemoryLimit),
        _ => samples.Sum(sample => (double)sample.NetworkIn + sample.NetworkOut),
    };

    private static void AssertMeans(IReadOnlyCollection<Sample> samples, double? cpu, double? memory)
    {
        Assert.Equal(samples.Average(sample => sample.CpuUsage), cpu!.Value, cpu.Value * 1e-12);
        Assert.Equal((double)samples.Average(sample => (decimal)sample.MemoryUsage), memory!.Value, memory.Value * 1e-12);
    }
}
