using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>An instance's tail as a query reads it, before anything of the store.</summary>
/// <param name="Snapshot">The tail itself, with its marks.</param>
/// <param name="Samples">Its samples, with network bytes derived.</param>
internal readonly record struct TailReading(TailSnapshot Snapshot, IReadOnlyList<InstanceSample> Samples);
