using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>Takes the message of <see cref="IIngestGrain"/> and does nothing with it.</summary>
[Alias("benchmarks.IEmptyIngestGrain")]
public interface IEmptyIngestGrain : IGrainWithIntegerKey
{
    /// <summary>Answers with as many receipts as there are parts, the same every time.</summary>
    /// <param name="batches">Parts.</param>
    /// <param name="acknowledgement">What to wait for.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    [Alias("push")]
    Task<IReadOnlyList<InstanceReceipt>> PushAsync(
        IReadOnlyList<InstanceBatch> batches, Acknowledgement acknowledgement, CancellationToken cancellationToken = default);
}
