namespace LaunchStack.Metrics.Models;

/// <summary>The size of a push.</summary>
public static class PushLimits
{
    /// <summary>The most samples one push may hold.</summary>
    public const int MaxSamples = 10_000;

    /// <summary>The most bytes the body of one push over HTTP may have: 4 MiB.</summary>
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>The most characters of <see cref="SampleBatch.Source"/>.</summary>
    public const int MaxSourceLength = 256;
}
