using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>What one round measured.</summary>
/// <param name="Service">The product.</param>
/// <param name="Others">What it is compared with, by name.</param>
internal sealed record IngestRound(Stretch Service, IReadOnlyList<(string Name, Stretch Stretch)> Others);
