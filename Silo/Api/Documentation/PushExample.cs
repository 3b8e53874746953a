namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>A push; also the array of its samples alone is one.</summary>
/// <typeparam name="T">A sample.</typeparam>
/// <param name="Network">delta: bytes since the previous sample; cumulative: counters. Default: delta.</param>
/// <param name="Source">Whose counters, for example a container's id. Default: empty.</param>
/// <param name="StartedAt">When the counters began at zero. Default: not known.</param>
/// <param name="Samples">At most 10,000.</param>
internal sealed record PushExample<T>(string? Network, string? Source, DateTimeOffset? StartedAt, IReadOnlyList<T> Samples);
