using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics;

/// <summary>
/// Answers questions about one instance, from its tail and the store together. CPU in percent of a core, memory and network in bytes, times in UTC. Any of them may be refused with an
/// <see cref="OverloadedException"/>, or be ended with a <see cref="QueryTimeoutException"/> or <see cref="QueryFailedException"/>.
/// </summary>
[Alias("launchstack.IInstanceQueryGrain")]
public interface IInstanceQueryGrain : IGrainWithGuidKey
{
    /// <summary>The most samples one page may hold.</summary>
    const int MaxLimit = 10_000;

    /// <summary>The most hours one answer may hold: two years.</summary>
    const int MaxHours = 2 * 366 * 24;

    /// <summary>The most days one answer may hold: twenty years.</summary>
    const int MaxDays = 20 * 366;

    /// <summary>The newest sample; null for an instance that has none. CPU in percent of a core, memory and network in bytes, times in UTC.</summary>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("latest")]
    Task<InstanceSample?> GetLatestAsync(CancellationToken cancellationToken = default);

    /// <summary>Raw samples, newest first. CPU in percent of a core, memory and network in bytes, times in UTC.</summary>
    /// <param name="limit">How many at the most, 1 to <see cref="MaxLimit"/>.</param>
    /// <param name="before">Where to start; null: at the newest.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The limit is out of range.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("recent")]
    Task<SamplePage> GetRecentAsync(int limit, SampleCursor? before = null, CancellationToken cancellationToken = default);

    /// <summary>Hours (UTC) with samples, newest first. CPU in percent of a core, memory and network in bytes.</summary>
    /// <param name="from">The first hour is the one that this moment lies in.</param>
    /// <param name="to">Hours that start at this moment or later are left out; at most <see cref="MaxHours"/> after <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The range is empty, too long, or begins before 1970 or more than a day ahead.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("hourly")]
    Task<IReadOnlyList<AggregatedUsage>> GetHourlyAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default);

    /// <summary>Days (UTC) with samples, newest first. CPU in percent of a core, memory and network in bytes.</summary>
    /// <param name="from">The first day is the one that this moment lies in.</param>
    /// <param name="to">Days that start at this moment or later are left out; at most <see cref="MaxDays"/> after <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The range is empty, too long, or begins before 1970 or more than a day ahead.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("daily")]
    Task<IReadOnlyList<AggregatedUsage>> GetDailyAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default);

    /// <summary>
    /// Days of a time zone with samples, newest first. Where all of them begin at a whole hour of UTC they are there for as long as hours are kept,
    /// otherwise for as long as raw rows are. All days are whole.
    /// </summary>
    /// <param name="from">The first day is the one that this moment lies in, or the next one where that has begun before its hours or raw rows are kept.</param>
    /// <param name="to">Days that start at this moment or later are left out; at most <see cref="MaxHours"/> hours after <paramref name="from"/>.</param>
    /// <param name="timeZone">Its name in the IANA database, such as Europe/Berlin.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The range is empty, too long, too old or more than a day ahead, or there is no such zone.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("local-days")]
    Task<IReadOnlyList<AggregatedUsage>> GetLocalDaysAsync(
        DateTimeOffset from, DateTimeOffset to, string timeZone, CancellationToken cancellationToken = default);

    /// <summary>Usage over time, at a resolution that fits.</summary>
    /// <param name="query">The question.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The query breaks a rule.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("range")]
    Task<UsageRange> GetRangeAsync(RangeQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Usage over a range as one. Means and totals go back as far as hours are kept, if the range begins and ends at whole hours where raw rows
    /// are gone; percentiles as far as raw rows are.
    /// </summary>
    /// <param name="from">Samples of this moment or later count.</param>
    /// <param name="to">Samples of this moment or later do not; at most <see cref="MaxHours"/> hours after <paramref name="from"/>.</param>
    /// <param name="percentiles">Whether to compute percentiles, too, which takes longer: all samples are read for it.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The range is empty, too long, too old or more than a day ahead.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("totals")]
    Task<UsageTotals> GetTotalsAsync(DateTimeOffset from, DateTimeOffset to, bool percentiles, CancellationToken cancellationToken = default);
}
