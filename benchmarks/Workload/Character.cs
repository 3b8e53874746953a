using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Workload;

/// <summary>What a series of samples is like, as far as compression depends on it.</summary>
/// <param name="Name">The kind of instance.</param>
/// <param name="Instances">How many instances this is the mean of.</param>
/// <param name="Cpu">Mean of CPU, percent.</param>
/// <param name="Deviation">Standard deviation of CPU, percent.</param>
/// <param name="Lag1">Autocorrelation of CPU with the sample before.</param>
/// <param name="ZeroCpu">Share of samples with a CPU of exactly 0.</param>
/// <param name="SameMemory">Share of samples with the memory of the sample before.</param>
/// <param name="ZeroIn">Share of samples with no byte received.</param>
/// <param name="ZeroOut">Share of samples with no byte sent.</param>
/// <param name="BytesIn">Mean of bytes received.</param>
/// <param name="BytesOut">Mean of bytes sent.</param>
internal sealed record Character(
    string Name, int Instances, double Cpu, double Deviation, double Lag1, double ZeroCpu, double SameMemory, double ZeroIn, double ZeroOut, double BytesIn, double BytesOut)
{
    public static Character Of(Sample[] samples)
    {
        var mean = samples.Average(sample => sample.CpuUsage);
        double[] around = [.. samples.Select(sample => sample.CpuUsage - mean)];
        var squares = around.Sum(value => value * value);
        var products = around.Zip(around.Skip(1), (before, after) => before * after).Sum();
        return new Character(
            "",
            1,
            mean,
            Math.Sqrt(squares / samples.Length),
            squares == 0 ? 0 : products / squares,
            Share(samples, sample => sample.CpuUsage == 0),
            samples.Zip(samples.Skip(1)).Count(pair => pair.First.MemoryUsage == pair.Second.MemoryUsage) / (double)Math.Max(1, samples.Length - 1),
            Share(samples, sample => sample.NetworkIn == 0),
            Share(samples, sample => sample.NetworkOut == 0),
            samples.Average(sample => sample.NetworkIn),
            samples.Average(sample => sample.NetworkOut));
    }

    public static Character Mean(string name, IReadOnlyCollection<Character> all) => new(
        name,
        all.Count,
        all.Average(each => each.Cpu),
        all.Average(each => each.Deviation),
        all.Average(each => each.Lag1),
        all.Average(each => each.ZeroCpu),
        all.Average(each => each.SameMemory),
        all.Average(each => each.ZeroIn),
        all.Average(each => each.ZeroOut),
        all.Average(each => each.BytesIn),
        all.Average(each => each.BytesOut));

    private static double Share(Sample[] samples, Func<Sample, bool> condition) => samples.Count(condition) / (double)samples.Length;
}
