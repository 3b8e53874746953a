using System.Collections.Concurrent;
using System.Diagnostics;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Activations;

/// <summary>Activates many grains as fast as it goes, a thousand with each call.</summary>
internal static class HerdStorm
{
    private const int PerCall = 1_000;
    private const int Callers = 8;
    private static readonly TimeSpan Refused = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs it and says how many seconds it took.</summary>
    /// <param name="first">The first grain's number.</param>
    /// <param name="count">How many grains.</param>
    /// <param name="activateAsync">Activates the grains of some numbers.</param>
    public static async Task<double> RunAsync(int first, int count, Func<IReadOnlyList<int>, Task> activateAsync)
    {
        var calls = new ConcurrentQueue<int[]>(Enumerable.Range(first, count).Chunk(PerCall));
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (calls.TryDequeue(out var numbers))
            {
                await activateAsync(numbers);
            }
        })));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Pushes until all is accepted, as a client does.</summary>
    /// <param name="ingest">Where to.</param>
    /// <param name="batches">What.</param>
    public static async Task OfferAsync(IIngestGrain ingest, IReadOnlyList<InstanceBatch> batches)
    {
        while (batches.Count > 0)
        {
            var receipts = await ingest.PushAsync(batches, Acknowledgement.Accepted);
            batches = [.. batches.Where((_, place) => receipts[place].Receipt is null)];
            if (batches.Count > 0)
            {
                await Task.Delay(Refused);
            }
        }
    }
}
