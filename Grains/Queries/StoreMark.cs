namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>What an answer of the store was read under: it holds for as long as the mark is the same, and no longer than it may be kept.</summary>
/// <param name="Silo">The silo that the instance was on; for all instances, a hash over all silos.</param>
/// <param name="Writes">The mark of that silo's writes.</param>
internal readonly record struct StoreMark(Guid Silo, long Writes);
