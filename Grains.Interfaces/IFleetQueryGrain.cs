using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics;

/// <summary>
/// Answers questions about all instances. Stateless: any key will do. Any of them may be refused with an <see cref="OverloadedException"/>, or be
/// ended with a <see cref="QueryTimeoutException"/> or <see cref="QueryFailedException"/>.
/// </summary>
[Alias("launchstack.IFleetQueryGrain")]
public interface IFleetQueryGrain : IGrainWithIntegerKey
{
    /// <summary>The most instances one page may hold.</summary>
    const int MaxLimit = 10_000;

    /// <summary>The most instances whose ranges one answer may hold.</summary>
    const int MaxRanges = 100;

    /// <summary>The most points one answer may hold: divided by the instances, what each may want, and have at a resolution that is asked for.</summary>
    const int MaxRangePoints = 100_000;

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

    /// <summary>The newest sample of each registered instance, durable or not; instances without samples are left out.</summary>
    /// <param name="limit">How many instances to look at, 1 to <see cref="MaxLimit"/>.</param>
    /// <param name="after">The instance after which to start; null: at the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The limit is out of range.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("latest")]
    Task<LatestPage> GetLatestAsync(int limit, Guid? after = null, CancellationToken cancellationToken = default);

    /// <summary>The newest sample of each of these instances that has any, by ascending instance; unknown ones are left out.</summary>
    /// <param name="instanceIds">1 to <see cref="MaxLimit"/> instances.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">There are none or too many.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("latest-of")]
    Task<IReadOnlyList<InstanceSample>> GetLatestOfAsync(IReadOnlyList<Guid> instanceIds, CancellationToken cancellationToken = default);

    /// <summary>Usage over time of several instances, each at a resolution that fits, in the order asked for.</summary>
    /// <param name="instanceIds">1 to <see cref="MaxRanges"/> instances.</param>
    /// <param name="query">The question; with all instances together, no more than <see cref="MaxRangePoints"/> points wanted.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">
    /// There are none or too many, the query breaks a rule, or an instance's range would have more points than its share of <see cref="MaxRangePoints"/>.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("ranges")]
    Task<IReadOnlyList<InstanceRange>> GetRangesAsync(
        IReadOnlyList<Guid> instanceIds, RangeQuery query, CancellationToken cancellationToken = default);

    /// <summary>The instances that use most, most first.</summary>
    /// <param name="query">Of what, and when.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The query breaks a rule.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("top")]
    Task<IReadOnlyList<RankedUsage>> GetTopAsync(TopQuery query, CancellationToken cancellationToken = default);

    /// <summary>Registered instances by ascending id that have a text in their names, in upper or lower case.</summary>
    /// <param name="name">
    /// The part of the name, at most <see cref="InstanceInfo.MaxNameLength"/> characters, compared as <see cref="StringComparison.OrdinalIgnoreCase"/>
    /// does. Empty: all instances.
    /// </param>
    /// <param name="limit">How many at the most, 1 to <see cref="MaxLimit"/>.</param>
    /// <param name="after">The id after which to start; null: at the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The text breaks its rule, or the limit is out of range.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("instances-named")]
    Task<InstancePage> FindInstancesAsync(string name, int limit, Guid? after = null, CancellationToken cancellationToken = default);
}
