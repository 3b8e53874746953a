using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Takes pushes, and names.</summary>
internal interface ISampleSink
{
    /// <summary>Pushes once, without sending again.</summary>
    /// <returns>A receipt or a fault for each part, in their order.</returns>
    Task<IReadOnlyList<InstanceReceipt>> PushAsync(IReadOnlyList<InstanceBatch> batches, CancellationToken cancellationToken);

    /// <summary>Says what instances are called whose samples it has taken. An instance that has a name keeps it.</summary>
    Task NameAsync(IReadOnlyDictionary<Guid, string> names, CancellationToken cancellationToken);
}
