using LaunchStack.Metrics.Grains.Placement;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Ingest;

/// <summary>
/// Takes the parts of a push that belong to one silo, so that they cross the network as one message instead of one each. Its key is of <see cref="NamedSilo"/>.
/// </summary>
[Alias("launchstack.ISiloIngestGrain")]
internal interface ISiloIngestGrain : IGrainWithStringKey
{
    /// <summary>The silo's process, as receipts name it (<see cref="Durability.Silo"/>).</summary>
    [Alias("process")]
    Task<Guid> GetProcessAsync();

    /// <summary>Takes the parts of instances whose grains are on this silo.</summary>
    /// <param name="parts">The parts, no two of one instance.</param>
    /// <param name="acknowledgement">What to wait for.</param>
    /// <param name="cancellationToken">Stops the waiting; what was accepted stays accepted.</param>
    /// <returns>A receipt or a fault for each part, in their order; null where the instance's grain is not here, or has to be called to stay.</returns>
    [Alias("offer")]
    Task<InstanceReceipt?[]> OfferAsync(InstanceBatch[] parts, Acknowledgement acknowledgement, CancellationToken cancellationToken);

    /// <summary>How far what this silo has accepted is durable, wherever the instances' grains are now, in the order of the instances.</summary>
    /// <param name="instanceIds">The instances.</param>
    /// <param name="handOver">Whether to hand what they have buffered to the writer now, without waiting for the commit.</param>
    [Alias("durability")]
    Task<Durability[]> GetDurabilityAsync(Guid[] instanceIds, bool handOver);
}
