using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>Samples that differ by their time.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Start = Timestamps.Floor(TimeProvider.System.GetUtcNow()).AddMinutes(-10);

    public static Sample At(int second) => new(Start.AddSeconds(second), 1.5 + second, 1_000 + second, 1_000_000, 10, 20);

    public static SampleBatch Batch(int count) => new() { Samples = [.. Enumerable.Range(0, count).Select(At)] };

    /// <summary>A sample that breaks a rule.</summary>
    public static Sample Wrong(int second) => At(second) with { MemoryUsage = -1 };
}
