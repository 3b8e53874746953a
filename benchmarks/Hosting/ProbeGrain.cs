using System.Diagnostics;
using LaunchStack.Metrics.Grains.Writer;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

[StatelessWorker, GrainType("probe")]
internal sealed class ProbeGrain(ISampleTotals totals, StoreCalls calls) : Grain, IProbeGrain
{
    public Task<SiloProbe> LookAsync(bool collect)
    {
        if (collect)
        {
            Collect();
            GC.WaitForPendingFinalizers();
            Collect();
        }

        using var process = Process.GetCurrentProcess();
        return Task.FromResult(new SiloProbe(
            GC.GetTotalMemory(forceFullCollection: false),
            process.WorkingSet64,
            process.TotalProcessorTime.TotalSeconds,
            totals.Accepted,
            totals.Durable,
            calls.Counts));
    }

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
