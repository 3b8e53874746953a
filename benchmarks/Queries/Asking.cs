using LaunchStack.Metrics.Benchmarks.Databases;

namespace LaunchStack.Metrics.Benchmarks.Queries;

/// <summary>Asks about one instance and reads the answer; says how many rows it had.</summary>
internal delegate Task<int> Asking(BenchmarkDatabase database, Guid instance, CancellationToken cancellationToken);
