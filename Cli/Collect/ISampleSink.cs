using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Takes pushes.</summary>
internal interface ISampleSink
{
    /// <summary>Pushes once, without sending again.</summary>
    /// <returns>A receipt or a fault for each part, in their order.</returns>
    Task<IReadOnlyList<InstanceReceipt>> PushAsync(IReadOnlyList<InstanceBatch> batches, CancellationToken cancellationToken);
}
