using LaunchStack.Metrics.Grains.Tail;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>Marks of all silos together: which they are, and what each has written. Those that have left count as well: what they wrote is in no other silo's mark.</summary>
internal static class FleetMark
{
    /// <summary>The mark.</summary>
    /// <param name="tails">What each silo said, in an order that does not change.</param>
    /// <param name="changes">How often a silo has come or gone.</param>
    /// <param name="writes">How often a silo has written; only grows.</param>
    /// <param name="onlyLate">Whether that counts only writes into hours that were over.</param>
    public static StoreMark Of(IReadOnlyList<SiloTail> tails, int changes, Func<SiloTail, long> writes, bool onlyLate)
    {
        var counts = tails.Select(writes).ToList();
        var (processes, hash) = (new HashCode(), new HashCode());
        foreach (var tail in tails)
        {
            processes.Add(tail.Silo);
        }

        // One silo's count is exact; a hash over several may be the same by chance once in four thousand million.
        counts.ForEach(hash.Add);
        return new StoreMark(
            new Guid(processes.ToHashCode(), (short)changes, (short)(changes >> 16), new byte[8]),
            counts.Count == 1 ? counts[0] : ((long)hash.ToHashCode() << 32) | (uint)counts.Sum(),
            onlyLate);
    }
}
