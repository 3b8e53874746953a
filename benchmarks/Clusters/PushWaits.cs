namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary>How long it took until a push to each instance was accepted, all begun at once; in seconds.</summary>
/// <param name="FirstS">The first one.</param>
/// <param name="MedianS">Half of them.</param>
/// <param name="LastS">The last one.</param>
internal sealed record PushWaits(double FirstS, double MedianS, double LastS);
