using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics;

/// <summary>
/// Takes pushes of many instances and passes each instance its part. Stateless: any key will do, and different keys spread
/// external clients over gateways.
/// </summary>
[Alias("launchstack.IIngestGrain")]
public interface IIngestGrain : IGrainWithIntegerKey
{
    /// <summary>Pushes every part to its instance; one part's fault leaves the others alone.</summary>
    /// <param name="batches">Parts; an instance may come more than once. At most <see cref="PushLimits.MaxSamples"/> samples in all.</param>
    /// <param name="acknowledgement">What to wait for.</param>
    /// <param name="cancellationToken">Stops the waiting; what was accepted stays accepted.</param>
    /// <returns>A receipt or a fault for each part, in the order of the parts.</returns>
    /// <exception cref="InvalidRequestException">The push as a whole breaks a rule.</exception>
    [Alias("push")]
    Task<IReadOnlyList<InstanceReceipt>> PushAsync(
        IReadOnlyList<InstanceBatch> batches, Acknowledgement acknowledgement, CancellationToken cancellationToken = default);

    /// <summary>How far instances are durable, each on its silo, in the order of the questions.</summary>
    /// <param name="questions">The instances, at most <see cref="PushLimits.MaxSamples"/>.</param>
    /// <param name="handOver">Whether to hand what they have buffered to the writer now, without waiting for the commit.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="InvalidRequestException">There are too many of them.</exception>
    [Alias("durability")]
    Task<IReadOnlyList<InstanceDurability>> GetDurabilityAsync(
        IReadOnlyList<DurabilityQuestion> questions, bool handOver, CancellationToken cancellationToken = default);
}
