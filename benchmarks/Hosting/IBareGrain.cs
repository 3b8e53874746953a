namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>What Orleans needs for an activation, and nothing else.</summary>
[Alias("benchmarks.IBareGrain")]
public interface IBareGrain : IGrainWithGuidKey
{
    /// <summary>Activates it.</summary>
    [Alias("touch")]
    Task TouchAsync();
}
