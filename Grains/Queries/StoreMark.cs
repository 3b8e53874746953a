using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>What an answer of the store was read under: it holds for as long as the mark is the same, and no longer than it may be kept.</summary>
/// <param name="Silo">The silo that the instance was on; for all instances, a hash over all silos.</param>
/// <param name="Writes">How often that silo wrote what the answer depends on.</param>
/// <param name="OnlyLate">
/// Whether only writes into hours that were over are counted. An hour turns from one count to the other when it is over, and they may be equal by chance.
/// </param>
internal readonly record struct StoreMark(Guid Silo, long Writes, bool OnlyLate)
{
    /// <summary>What any write of the instance ends.</summary>
    public static StoreMark AnyWrite(TailSnapshot tail) => new(tail.Silo, tail.Writes, OnlyLate: false);

    /// <summary>What a write of the instance into an hour that was over ends.</summary>
    public static StoreMark LateWrite(TailSnapshot tail) => new(tail.Silo, tail.LateWrites, OnlyLate: true);

    /// <summary>What nothing is equal to.</summary>
    public static StoreMark Unknown() => new(Guid.NewGuid(), 0, OnlyLate: false);
}
