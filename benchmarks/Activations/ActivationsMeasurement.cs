using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Accept;
using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Activations;

/// <summary>One round: bare activations, then instances while others are pushed to, in one fresh silo.</summary>
/// <param name="instances">How many of each.</param>
/// <param name="busy">How many others are pushed to.</param>
/// <param name="pushesPerSecond">How often, in all.</param>
/// <param name="idle">For how long an idle silo is looked at.</param>
internal sealed class ActivationsMeasurement(int instances, int busy, int pushesPerSecond, TimeSpan idle)
{
    private const int BareSeed = 3_000_000;
    private const int Callers = 16;
    private const int Batch = 10;

    public async Task<ActivationsRound> RunAsync(CancellationToken cancellationToken)
    {
        await using var silo = await BenchmarkSilo.StartAsync(null, cancellationToken);
        var pushing = PushRoute.Instance.Product(silo.Grains, new PushSamples(busy, Batch), Callers);
        var calm = await PushAsync(silo, pushing, () => Task.Delay(idle, cancellationToken), cancellationToken);
        await TouchAsync(silo, -busy, busy);
        await Emptiness.OfTailAsync(silo);

        var idleBefore = await IdleAsync(silo, cancellationToken);
        var empty = await silo.LookAsync(collect: true);
        var bareSeconds = await TouchAsync(silo, 0, instances);
        var bare = await silo.LookAsync(collect: true);
        var stormSeconds = 0.0;
        var storm = await PushAsync(silo, pushing, async () => stormSeconds = await StormAsync(silo), cancellationToken);
        await Emptiness.OfTailAsync(silo);
        var full = await silo.LookAsync(collect: true);
        var (asked, periodic) = StoreReads.Between(bare, full);
        return new ActivationsRound(
            (double)(bare.Heap - empty.Heap) / instances,
            (double)(full.Heap - bare.Heap) / instances,
            full.Resident,
            bareSeconds,
            stormSeconds,
            idleBefore,
            await IdleAsync(silo, cancellationToken),
            calm,
            storm,
            asked,
            periodic);
    }

    private static Task<double> TouchAsync(BenchmarkSilo silo, int first, int count) => HerdStorm.RunAsync(
        first, count, numbers => silo.Grains.GetGrain<IBareHerdGrain>(0).TouchAsync([.. numbers.Select(number => SimulatedInstance.IdOf(BareSeed, number))]));

    private Task<PushFigures> PushAsync(BenchmarkSilo silo, Pushing pushing, Func<Task> meanwhile, CancellationToken cancellationToken) =>
        new PushRun(
            pushing, Math.Min(Callers, busy), () => new CpuTimes(ProcessTime.Of(silo.ProcessId), ProcessTime.Of(Environment.ProcessId), 0))
            .RunAsync(pushesPerSecond, meanwhile, cancellationToken);

    private Task<double> StormAsync(BenchmarkSilo silo)
    {
        var samples = new PushSamples(busy + instances, 1);
        return HerdStorm.RunAsync(busy, instances, numbers => HerdStorm.OfferAsync(
            silo.Grains.GetGrain<IIngestGrain>(numbers[0]), [.. numbers.Select(number => new InstanceBatch(samples.IdOf(number), samples.BatchOf(number, 0)))]));
    }

    /// <summary>The share of a core that the silo uses when nobody wants anything of it.</summary>
    private async Task<double> IdleAsync(BenchmarkSilo silo, CancellationToken cancellationToken)
    {
        var before = await silo.LookAsync(collect: false);
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(idle, cancellationToken);
        var after = await silo.LookAsync(collect: false);
        return (after.CpuSeconds - before.CpuSeconds) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
