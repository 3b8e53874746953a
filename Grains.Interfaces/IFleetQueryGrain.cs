using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics;

/// <summary>Answers questions about all instances. Stateless: any key will do.</summary>
[Alias("launchstack.IFleetQueryGrain")]
public interface IFleetQueryGrain : IGrainWithIntegerKey
{
    /// <summary>The most instances one page may hold.</summary>
    const int MaxLimit = 10_000;

    /// <summary>One registered instance. An instance is registered by the flush of its first samples.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("instance")]
    Task<InstanceInfo> GetInstanceAsync(Guid instanceId, CancellationToken cancellationToken = default);

    /// <summary>Registered instances by ascending id. An instance is registered by the flush of its first samples.</summary>
    /// <param name="limit">How many at the most, 1 to <see cref="MaxLimit"/>.</param>
    /// <param name="after">The id after which to start; null: at the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The limit is out of range.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("instances")]
    Task<InstancePage> ListInstancesAsync(int limit, Guid? after = null, CancellationToken cancellationToken = default);
}
