using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client;

public sealed partial class MetricsClient
{
    private const int DefaultLimit = 60;

    /// <summary>The newest sample of an instance, durable or not; null for an instance that has none. CPU in percent of a core, memory and network in bytes, times in UTC.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<InstanceSample?> GetLatestAsync(Guid instanceId, CancellationToken cancellationToken = default) =>
        Query(instanceId).GetLatestAsync(cancellationToken);

    /// <summary>Samples of an instance, newest first. CPU in percent of a core, memory and network in bytes, times in UTC.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="limit">How many at the most, 1 to <see cref="IInstanceQueryGrain.MaxLimit"/>. Default: 60.</param>
    /// <param name="before">Where to start: the <see cref="SamplePage.Next"/> of an earlier page; null: at the newest.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The limit is out of range.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<SamplePage> GetRecentAsync(
        Guid instanceId, int limit = DefaultLimit, SampleCursor? before = null, CancellationToken cancellationToken = default) =>
        Query(instanceId).GetRecentAsync(limit, before, cancellationToken);

    /// <summary>Hours of an instance that have samples, newest first. CPU in percent of a core, memory and network in bytes, times in UTC.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">The first hour is the one that this moment lies in.</param>
    /// <param name="to">Hours that start at this moment or later are left out; at most <see cref="IInstanceQueryGrain.MaxHours"/> hours after <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The range is empty, too long, or begins before 1970 or more than a day ahead.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<IReadOnlyList<AggregatedUsage>> GetHourlyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        Query(instanceId).GetHourlyAsync(from, to, cancellationToken);

    /// <summary>Days (UTC) with samples, newest first. CPU in percent of a core, memory and network in bytes.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">The first day is the one that this moment lies in.</param>
    /// <param name="to">Days that start at this moment or later are left out; at most <see cref="IInstanceQueryGrain.MaxDays"/> days after <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The range is empty, too long, or begins before 1970 or more than a day ahead.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<IReadOnlyList<AggregatedUsage>> GetDailyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        Query(instanceId).GetDailyAsync(from, to, cancellationToken);

    /// <summary>
    /// Days of a time zone with samples, newest first; each begins when it does there. Where all of them begin at a whole hour of UTC they are there
    /// for as long as hours are kept, otherwise for as long as raw rows are. All days are whole. CPU in percent of a core, memory and
    /// network in bytes, times in UTC.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">The first day is the one that this moment lies in, or the next one where that has begun before its hours or raw rows are kept.</param>
    /// <param name="to">Days that start at this moment or later are left out; at most <see cref="IInstanceQueryGrain.MaxHours"/> hours after <paramref name="from"/>.</param>
    /// <param name="timeZone">Its name in the IANA database, such as Europe/Berlin.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The range is empty, too long, too old or more than a day ahead, or there is no such zone.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<IReadOnlyList<AggregatedUsage>> GetDailyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, string timeZone, CancellationToken cancellationToken = default) =>
        Query(instanceId).GetLocalDaysAsync(from, to, timeZone, cancellationToken);

    /// <summary>Usage of an instance over time, oldest first. CPU in percent of a core, memory and network in bytes, times in UTC.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="query">The question.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The query breaks a rule.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<UsageRange> GetRangeAsync(Guid instanceId, RangeQuery query, CancellationToken cancellationToken = default) =>
        Query(instanceId).GetRangeAsync(query, cancellationToken);

    /// <summary>A registered instance. An instance is registered by the flush of its first samples.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="UnknownInstanceException">There is no such instance.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<InstanceInfo> GetInstanceAsync(Guid instanceId, CancellationToken cancellationToken = default) =>
        Fleet.GetInstanceAsync(instanceId, cancellationToken);

    /// <summary>Registered instances by ascending id.</summary>
    /// <param name="limit">How many at the most, 1 to <see cref="IFleetQueryGrain.MaxLimit"/>. Default: 1,000.</param>
    /// <param name="after">The <see cref="InstancePage.Next"/> of an earlier page; null: from the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The limit is out of range.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<InstancePage> ListInstancesAsync(int limit = 1_000, Guid? after = null, CancellationToken cancellationToken = default) =>
        Fleet.ListInstancesAsync(limit, after, cancellationToken);

    /// <summary>Registered instances by ascending id that have a text in their names.</summary>
    /// <param name="name">
    /// The part of the name, at most <see cref="InstanceInfo.MaxNameLength"/> characters, in upper or lower case, compared as
    /// <see cref="StringComparison.OrdinalIgnoreCase"/> does; no pattern. Empty: all instances.
    /// </param>
    /// <param name="limit">How many at the most, 1 to <see cref="IFleetQueryGrain.MaxLimit"/>. Default: 1,000.</param>
    /// <param name="after">The <see cref="InstancePage.Next"/> of an earlier page for the same name; null: from the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidRequestException">The text breaks its rule, or the limit is out of range.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<InstancePage> ListInstancesAsync(
        string name, int limit = 1_000, Guid? after = null, CancellationToken cancellationToken = default) =>
        Fleet.FindInstancesAsync(name, limit, after, cancellationToken);

    /// <summary>
    /// Registers an instance, also one that was deleted; pushes to it are taken everywhere within 30 seconds. Not needed where the service
    /// registers an instance with its first sample.
    /// </summary>
    /// <param name="instanceId">The instance; null: a new id.</param>
    /// <param name="name">Its name, at most <see cref="InstanceInfo.MaxNameLength"/> characters. Default: none.</param>
    /// <param name="cancellationToken">Stops the waiting; the instance may be created all the same.</param>
    /// <exception cref="InvalidRequestException">The id is empty, or the name breaks its rule.</exception>
    /// <exception cref="ConflictException">The instance is registered already, or instances are managed elsewhere.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<InstanceInfo> CreateInstanceAsync(Guid? instanceId = null, string name = "", CancellationToken cancellationToken = default) =>
        Grains.GetGrain<IInstanceGrain>(instanceId ?? Guid.NewGuid()).CreateAsync(name).WaitAsync(cancellationToken);

    /// <summary>Gives an instance another name, which all silos answer with from then on.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="name">Its new name, at most <see cref="InstanceInfo.MaxNameLength"/> characters; empty: none.</param>
    /// <param name="cancellationToken">Stops the waiting; the instance may be renamed all the same.</param>
    /// <exception cref="InvalidRequestException">The name breaks its rule.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance, or none any more.</exception>
    /// <exception cref="ConflictException">Instances are managed elsewhere.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<InstanceInfo> RenameInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken = default) =>
        Grains.GetGrain<IInstanceGrain>(instanceId).RenameAsync(name).WaitAsync(cancellationToken);

    /// <summary>
    /// Deletes an instance with its samples, aggregates and settings. Its pushes are refused until it is created again. Takes about a second
    /// for a month of samples a minute apart, and up to ten minutes whatever <see cref="MetricsClientOptions.ResponseTimeout"/> says; repeat
    /// it after a failure.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Stops the waiting; the deletion goes on.</param>
    /// <exception cref="UnknownInstanceException">There is no such instance, or none any more.</exception>
    /// <exception cref="ConflictException">Instances are managed elsewhere.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task DeleteInstanceAsync(Guid instanceId, CancellationToken cancellationToken = default) =>
        Grains.GetGrain<IInstanceGrain>(instanceId).DeleteAsync().WaitAsync(cancellationToken);

    /// <summary>The settings of an instance; the defaults for one that has none.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public Task<InstanceSettings> GetSettingsAsync(Guid instanceId, CancellationToken cancellationToken = default) =>
        Grains.GetGrain<IInstanceSettingsGrain>(instanceId).GetAsync().WaitAsync(cancellationToken);

    /// <summary>Replaces the settings of an instance. They hold when this returns.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="settings">The new settings.</param>
    /// <param name="cancellationToken">Stops the waiting; the settings may be replaced all the same.</param>
    /// <exception cref="InvalidRequestException">A setting breaks a rule; nothing was changed.</exception>
    public Task SetSettingsAsync(Guid instanceId, InstanceSettings settings, CancellationToken cancellationToken = default) =>
        Grains.GetGrain<IInstanceSettingsGrain>(instanceId).SetAsync(settings).WaitAsync(cancellationToken);

    private IInstanceQueryGrain Query(Guid instanceId) => Grains.GetGrain<IInstanceQueryGrain>(instanceId);
}
