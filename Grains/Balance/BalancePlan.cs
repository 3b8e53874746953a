namespace LaunchStack.Metrics.Grains.Balance;

/// <summary>
/// What one silo does for all to have about the same number of grains. Each silo decides for itself out of the same numbers, and those that have too many share what
/// room there is, so that together they do not overdo it.
/// </summary>
internal static class BalancePlan
{
    // What is closer than this to the mean is left alone: a move costs a flush, and numbers change while they are read.
    private const double Tolerance = 0.05;
    private const int LeastSurplus = 20;

    // A thousand a second with the usual interval: a silo takes over many times as many when another one dies.
    private const int MostAtOnce = 5_000;

    /// <summary>How many grains the silo hands to which others.</summary>
    /// <param name="grains">How many grains each silo has.</param>
    /// <param name="silo">The silo that asks.</param>
    public static IReadOnlyList<(SiloAddress To, int Grains)> Of(IReadOnlyDictionary<SiloAddress, int> grains, SiloAddress silo)
    {
        if (!grains.TryGetValue(silo, out var own) || grains.Count < 2)
        {
            return [];
        }

        var mean = grains.Values.Average();
        var surplus = own - mean;
        if (surplus <= Math.Max(LeastSurplus, mean * Tolerance))
        {
            return [];
        }

        var share = Math.Min(surplus, MostAtOnce) / grains.Values.Sum(count => Math.Max(0, count - mean));
        return [.. grains
            .Where(other => other.Value < mean)
            .Select(other => (To: other.Key, Grains: (int)((mean - other.Value) * share)))
            .Where(move => move.Grains > 0)];
    }
}
