using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client;

// Queries of many instances, or of many samples.
public sealed partial class MetricsClient
{
    /// <summary>
    /// The newest sample of each registered instance, durable or not, by ascending instance; instances without samples are left out. CPU in percent of a core, memory and network in bytes, times in UTC.
    /// </summary>
    /// <param name="limit">How many instances to look at, 1 to <see cref="IFleetQueryGrain.MaxLimit"/>. Default: all that one page may hold.</param>
    /// <param name="after">The <see cref="LatestPage.Next"/> of an earlier page; null: from the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The limit is out of range.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<LatestPage> GetFleetLatestAsync(
        int limit = IFleetQueryGrain.MaxLimit, Guid? after = null, CancellationToken cancellationToken = default) =>
        Fleet.GetLatestAsync(limit, after, cancellationToken);

    /// <summary>The newest sample of each of these instances that has any, by ascending instance; unknown ones are left out. CPU in percent of a core, memory and network in bytes, times in UTC.</summary>
    /// <param name="instanceIds">1 to <see cref="IFleetQueryGrain.MaxLimit"/> instances.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">There are none or too many.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<IReadOnlyList<InstanceSample>> GetLatestAsync(IReadOnlyList<Guid> instanceIds, CancellationToken cancellationToken = default) =>
        Fleet.GetLatestOfAsync(instanceIds, cancellationToken);

    /// <summary>Usage of several instances over time, in the order asked for: CPU in percent of a core, memory and network in bytes.</summary>
    /// <param name="instanceIds">1 to <see cref="IFleetQueryGrain.MaxRanges"/> instances.</param>
    /// <param name="query">
    /// The question; <see cref="RangeQuery.Points"/> times the number of instances is at most <see cref="IFleetQueryGrain.MaxRangePoints"/>,
    /// and so are all points of the answer.
    /// </param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">There are none or too many, or the query breaks a rule.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<IReadOnlyList<InstanceRange>> GetRangesAsync(
        IReadOnlyList<Guid> instanceIds, RangeQuery query, CancellationToken cancellationToken = default) =>
        Fleet.GetRangesAsync(instanceIds, query, cancellationToken);

    /// <summary>The instances that use most, most first: CPU in percent of a core, memory and network in bytes.</summary>
    /// <param name="query">Of what, and when.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The query breaks a rule.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<IReadOnlyList<RankedUsage>> GetTopAsync(TopQuery query, CancellationToken cancellationToken = default) =>
        Fleet.GetTopAsync(query, cancellationToken);

    /// <summary>Usage of an instance over a range as one: CPU in percent of a core, memory and network in bytes.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">Samples of this moment or later count; a whole hour (UTC) where raw samples are gone.</param>
    /// <param name="to">Samples of this moment or later do not; at most <see cref="IInstanceQueryGrain.MaxHours"/> hours after <paramref name="from"/>.</param>
    /// <param name="percentiles">Whether to compute percentiles, too; as far back as raw samples are kept. Default: no.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The range is empty, too long, more than a day ahead, or begins when no hours are kept any longer.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<UsageTotals> GetTotalsAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, bool percentiles = false, CancellationToken cancellationToken = default) =>
        Query(instanceId).GetTotalsAsync(from, to, percentiles, cancellationToken);

    /// <summary>
    /// Raw samples of an instance, oldest first, as many as there are: read piece by piece, no faster than they are taken, and no further once
    /// the loop is left. CPU in percent of a core, memory and network in bytes, times in UTC. It is complete, or ends with an exception.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">The oldest moment.</param>
    /// <param name="to">Samples of this moment or later are left out.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidRequestException">The range is empty, or begins before 1970 or more than a day ahead.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance, or none any more.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public IAsyncEnumerable<InstanceSample> ReadSamplesAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        Grains.ReadSamplesAsync(instanceId, from, to, cancellationToken);

    private IFleetQueryGrain Fleet => Grains.GetGrain<IFleetQueryGrain>(0);
}
