using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Benchmarks.Activations;

/// <summary>Which calls of a store are reads.</summary>
internal static class StoreReads
{
    private static readonly HashSet<string> Writes =
        [nameof(ISampleStore.AppendAsync), nameof(ISampleStore.RegisterInstancesAsync), nameof(ISampleStore.BuryAsync)];

    private static readonly HashSet<string> Periodic = [nameof(ISampleStore.DeletedInstancesAsync), nameof(ISampleStore.MaintainAsync)];

    /// <summary>Reads between two looks: those that something asked for, and those of the silo's clock.</summary>
    public static (long Asked, long Periodic) Between(SiloProbe before, SiloProbe after)
    {
        var (asked, periodic) = (0L, 0L);
        foreach (var (method, count) in after.StoreCalls)
        {
            var more = count - before.StoreCalls.GetValueOrDefault(method);
            if (Periodic.Contains(method))
            {
                periodic += more;
            }
            else if (!Writes.Contains(method))
            {
                asked += more;
            }
        }

        return (asked, periodic);
    }
}
