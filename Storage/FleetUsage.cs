namespace LaunchStack.Metrics.Storage;

/// <summary>What all instances used, and which samples were stored at that moment.</summary>
/// <param name="Parts">Sums, several of an instance where they come from several ranges.</param>
/// <param name="Stored">The ids of those of the samples given that the sums have already.</param>
public sealed record FleetUsage(IReadOnlyList<InstanceUsage> Parts, IReadOnlySet<Guid> Stored);
