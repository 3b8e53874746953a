namespace LaunchStack.Metrics.Storage;

/// <summary>What all instances used of a measure, and which samples were stored at that moment.</summary>
/// <param name="Parts">Of each slice and instance; without instances that are deleted.</param>
/// <param name="Stored">The ids of those of the samples given that the parts have already.</param>
public sealed record FleetMeasures(IReadOnlyList<InstanceMeasure> Parts, IReadOnlySet<Guid> Stored);
