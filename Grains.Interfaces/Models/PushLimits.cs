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

    /// <summary>The rule that a number of samples breaks, to be read after the field's name; null where it keeps it.</summary>
    /// <param name="samples">How many one push holds.</param>
    public static string? BrokenBy(int samples) => samples is 0 or > MaxSamples ? $"must hold 1 to {MaxSamples} samples, not {samples}" : null;
}
