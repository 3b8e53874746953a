using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary>One sample at a time to instances of its own, each pushed until it is accepted.</summary>
/// <param name="client">Pushes, and sends again.</param>
/// <param name="instances">The instances.</param>
internal sealed class InstancePushes(MetricsClient client, IReadOnlyList<Guid> instances)
{
    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(20);

    /// <summary>Pushes to all at once.</summary>
    public async Task<PushWaits> ToAllAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var waits = await Task.WhenAll(instances.Select(id => WaitAsync(id, start, cancellationToken)));
        return new PushWaits(waits.Min(), waits.Median(), waits.Max());
    }

    /// <summary>Pushes to one after the other at even distances, and returns the longest of the waits, in seconds.</summary>
    public async Task<double> LongestAsync(CancellationToken stop)
    {
        var waits = new List<Task<double>>();
        using var timer = new PeriodicTimer(Distance);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                waits.Add(WaitAsync(instances[waits.Count % instances.Count], Stopwatch.GetTimestamp(), CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }

        return (await Task.WhenAll(waits)).Max();
    }

    private async Task<double> WaitAsync(Guid id, long start, CancellationToken cancellationToken)
    {
        var sample = new Sample { Timestamp = Timestamps.Floor(TimeProvider.System.GetUtcNow()) };
        await client.PushAsync(id, new SampleBatch { Samples = [sample] }, Acknowledgement.Accepted, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
