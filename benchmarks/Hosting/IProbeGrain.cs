namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>Looks at the silo from within.</summary>
[Alias("benchmarks.IProbeGrain")]
public interface IProbeGrain : IGrainWithIntegerKey
{
    /// <summary>What the silo is like now.</summary>
    /// <param name="collect">Whether to collect garbage before, which takes its time with millions of activations.</param>
    [Alias("look"), ResponseTimeout("00:10:00")]
    Task<SiloProbe> LookAsync(bool collect);
}
