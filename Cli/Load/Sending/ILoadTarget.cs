using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>Where an agent's batches go: one connection to the service, which sends again what gets lost on the way.</summary>
internal interface ILoadTarget : IAsyncDisposable
{
    /// <summary>What became of what was added.</summary>
    LoadCounts Counts { get; }

    /// <summary>Why the first sample was rejected or lost; null where none was.</summary>
    string? FirstLoss { get; }

    /// <summary>Adds a batch; an instance's batches are sent in the order they are added. Waits while too much is on its way.</summary>
    ValueTask AddAsync(Guid instanceId, SampleBatch batch, CancellationToken cancellationToken);

    /// <summary>Waits until everything added before is durable, rejected or lost.</summary>
    Task SettleAsync(CancellationToken cancellationToken);
}
