using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Grains.Ingest;

/// <summary>
/// On which other silos instances' grains are, by the receipts that they gave. May be wrong, for grains move: the silo says so, and the instance is called.
/// Forgotten when nothing has come for an instance for so long that its grain is collected.
/// </summary>
internal sealed class InstancePlaces(SiloProcesses processes, TailRegistry tails, IOptions<GrainCollectionOptions> collection) : IDisposable
{
    private readonly MemoryCache _places = new(new MemoryCacheOptions());
    private readonly MemoryCacheEntryOptions _kept = new() { SlidingExpiration = collection.Value.CollectionAge };

    /// <summary>On which other silo an instance's grain was last; null where that is not known, or that silo takes nothing any more.</summary>
    public SiloAddress? Of(Guid instanceId) => _places.Get<SiloAddress>(instanceId) is { } silo && processes.IsActive(silo) ? silo : null;

    /// <summary>Learns from an answer to a call where the grain is.</summary>
    public void Learn(InstanceReceipt answer)
    {
        if (answer.Receipt?.Durability is { } durability && durability.Silo != tails.Silo && processes.Find(durability.Silo) is { } silo)
        {
            _places.Set(answer.InstanceId, silo, _kept);
        }
    }

    /// <summary>Forgets where an instance's grain is, for it is not there.</summary>
    public void Forget(Guid instanceId) => _places.Remove(instanceId);

    public void Dispose() => _places.Dispose();
}
