namespace LaunchStack.Metrics.Benchmarks.Workload;

/// <summary>Random numbers of one instance, the same in every run.</summary>
/// <param name="seed">Makes them.</param>
internal sealed class Chance(ulong seed)
{
    private const double NormalFrom = 30;
    private readonly Random _random = new((int)seed);

    /// <summary>From 0 to just below 1.</summary>
    public double Fraction() => _random.NextDouble();

    /// <summary>Normal, mean 0 and standard deviation 1 (Box-Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Fraction())) * Math.Cos(Math.Tau * Fraction());

    /// <summary>How many of independent events happen when <paramref name="mean"/> are expected.</summary>
    public long Count(double mean)
    {
        if (mean > NormalFrom)
        {
            return Math.Max(0, (long)Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var count = 0L;
        for (var left = Fraction() * Math.Exp(mean); left > 1; left *= Fraction())
        {
            count++;
        }

        return count;
    }
}
