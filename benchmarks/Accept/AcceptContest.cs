using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Benchmarks.Processes;

namespace LaunchStack.Metrics.Benchmarks.Accept;

/// <summary>Pushes to the product and to the empty method by turns, in one silo.</summary>
/// <param name="silo">The silo.</param>
/// <param name="server">The database server; null where nothing is kept.</param>
/// <param name="samples">What is pushed.</param>
/// <param name="callers">How many pushes are under way at the same time.</param>
/// <param name="duration">For how long each is measured.</param>
internal sealed class AcceptContest(BenchmarkSilo silo, ServerProcess? server, PushSamples samples, int callers, TimeSpan duration)
{
    public async Task<AcceptRound> RunAsync(PushRoute route, int round, CancellationToken cancellationToken)
    {
        var product = route.Product(silo.Grains, samples, callers);
        var empty = route.Empty(silo.Grains, samples, callers);
        PushFigures? emptyFirst = null;
        // Who is first is so by turns: the machine does not stay as it is.
        if (round % 2 == 0)
        {
            emptyFirst = await RunAsync(empty, null, cancellationToken);
        }

        var most = await RunAsync(product, null, cancellationToken);
        var emptyMost = emptyFirst ?? await RunAsync(empty, null, cancellationToken);
        var half = most.PushesPerS / 2;
        var emptyAtHalf = await RunAsync(empty, half, cancellationToken);
        return new AcceptRound(emptyMost, most, emptyAtHalf, await RunAsync(product, half, cancellationToken));
    }

    private async Task<PushFigures> RunAsync(Pushing push, double? pushesPerSecond, CancellationToken cancellationToken)
    {
        await Emptiness.OfTailAsync(silo);
        return await new PushRun(push, callers, Cpu).RunAsync(pushesPerSecond, duration, cancellationToken);
    }

    private CpuTimes Cpu() => new(ProcessTime.Of(silo.ProcessId), ProcessTime.Of(Environment.ProcessId), server is null ? 0 : server.Seconds);
}
