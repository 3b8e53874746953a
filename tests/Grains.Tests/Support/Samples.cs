using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Support;

/// <summary>Samples for tests: whole milliseconds, so that nothing is lost to flooring.</summary>
internal static class Samples
{
    /// <summary>A moment that the service accepts, on a whole second.</summary>
    public static DateTimeOffset Now { get; } =
        DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    public static Sample At(DateTimeOffset timestamp, long network = 0) => new(timestamp, 12.5, 1_000, 2_000, network, network);

    /// <summary>So many samples, one each millisecond, ending a second ago.</summary>
    public static Sample[] Series(int count) => [.. Enumerable.Range(0, count).Select(index => At(Now.AddMilliseconds(index - count - 1_000), index))];

    public static SampleBatch Batch(params Sample[] samples) => new() { Samples = samples };

    public static SampleBatch Readings(string source, params Sample[] samples) => new()
    {
        Samples = samples,
        Network = NetworkMode.Cumulative,
        Source = source,
    };
}
