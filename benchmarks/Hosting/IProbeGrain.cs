namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>Looks at the silo from within.</summary>
[Alias("benchmarks.IProbeGrain")]
public interface IProbeGrain : IGrainWithIntegerKey
{
    /// <summary>What the silo is like now.</summary>
    /// <param name="collect">Whether to collect garbage before.</param>
    [Alias("look")]
    Task<SiloProbe> LookAsync(bool collect);
}
