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

        foreach (var push in new[] { product, empty })
        {
            await new PushRun(push, callers, Cpu).RunAsync(null, () => Compilation.UntilAtRestAsync(() => [silo.ProcessId, Environment.ProcessId], cancellationToken), cancellationToken);
            await Emptiness.OfTailAsync(silo);
        }

        // Each before and after the other: the machine does not stay as it is.
        var (first, next) = round % 2 == 0 ? (product, empty) : (empty, product);
        var before = await RunAsync(first, null, cancellationToken);
        var between = PushFigures.Mean(await RunAsync(next, null, cancellationToken), await RunAsync(next, null, cancellationToken));
        var around = PushFigures.Mean(before, await RunAsync(first, null, cancellationToken));
        var (most, emptyMost) = round % 2 == 0 ? (around, between) : (between, around);
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
