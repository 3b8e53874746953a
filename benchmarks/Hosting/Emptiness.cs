using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>Waits until a silo has nothing left to do.</summary>
internal static class Emptiness
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>Everything accepted is durable.</summary>
    public static Task OfTailAsync(BenchmarkSilo silo) => Deadline.UntilAsync(
        async () =>
        {
            var probe = await silo.LookAsync(collect: false);
            return probe.Accepted == probe.Durable;
        },
        Timeout,
        "everything that was accepted is durable");
}
