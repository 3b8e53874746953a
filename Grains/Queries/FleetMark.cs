using LaunchStack.Metrics.Grains.Tail;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>Marks of all silos together: which they are, and what each has written.</summary>
internal static class FleetMark
{
    /// <summary>The mark.</summary>
    /// <param name="tails">What each silo said, in an order that does not change.</param>
    /// <param name="writes">How often a silo has written; only grows.</param>
    /// <param name="onlyLate">Whether that counts only writes into hours that were over.</param>
    public static StoreMark Of(IReadOnlyList<SiloTail> tails, Func<SiloTail, long> writes, bool onlyLate)
    {
        var counts = tails.Select(writes).ToList();
        if (tails.Count == 1)
        {
            return new StoreMark(tails[0].Silo, counts[0], onlyLate);
        }

        // One silo's is exact; a hash over several may be the same by chance once in four thousand million.
        var (processes, hash) = (new HashCode(), new HashCode());
        foreach (var tail in tails)
        {
            processes.Add(tail.Silo);
        }

        counts.ForEach(hash.Add);
        return new StoreMark(new Guid(processes.ToHashCode(), 0, 0, new byte[8]), ((long)hash.ToHashCode() << 32) | (uint)counts.Sum(), onlyLate);
    }
}
