using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary>What one run of a cluster measured.</summary>
/// <param name="Stretch">Rows and CPU.</param>
/// <param name="MemoryPerSilo">Resident bytes of a silo under this load, the mean of all; null where that is not known.</param>
internal sealed record ClusterRound(Stretch Stretch, double? MemoryPerSilo);
