namespace LaunchStack.Metrics.Grains.Balance;

/// <summary>
/// What one silo does for all to have about the same number of instances. Each silo decides for itself out of numbers that are about the same, and those that have too many share
/// what room there is, so that together they overdo it by no more than what changed between their questions.
/// </summary>
internal static class BalancePlan
{
    // What is closer than this to the mean is left alone: a move costs a flush, and numbers change while they are read.
    private const double Tolerance = 0.05;
    private const int LeastSurplus = 20;

    // A thousand a second with the usual interval: a silo takes over many times as many when another one dies.
    private const int MostAtOnce = 5_000;

    /// <summary>How many instances the silo hands to which others.</summary>
    /// <param name="instances">How many instances each silo has.</param>
    /// <param name="silo">The silo that asks.</param>
    public static IReadOnlyList<(SiloAddress To, int Instances)> Of(IReadOnlyDictionary<SiloAddress, int> instances, SiloAddress silo)
    {
        if (!instances.TryGetValue(silo, out var own) || instances.Count < 2)
        {
            return [];
        }

        var mean = instances.Values.Average();
        var surplus = own - mean;
        if (surplus <= Math.Max(LeastSurplus, mean * Tolerance))
        {
            return [];
        }

        var share = Math.Min(surplus, MostAtOnce) / instances.Values.Sum(count => Math.Max(0, count - mean));
        return [.. instances
            .Where(other => other.Value < mean)
            .Select(other => (To: other.Key, Instances: (int)((mean - other.Value) * share)))
            .Where(move => move.Instances > 0)];
    }

    /// <summary>Which instances go to which silo, each to one; fewer where there are not enough.</summary>
    /// <param name="plan">How many each silo is to have.</param>
    /// <param name="instances">The instances.</param>
    public static IEnumerable<(SiloAddress To, IReadOnlyList<Guid> Instances)> Share(
        IReadOnlyList<(SiloAddress To, int Instances)> plan, IReadOnlyList<Guid> instances)
    {
        var given = 0;
        foreach (var (to, wanted) in plan)
        {
            Guid[] share = [.. instances.Skip(given).Take(wanted)];
            given += share.Length;
            yield return (to, share);
        }
    }
}
