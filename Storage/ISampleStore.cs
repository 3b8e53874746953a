using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage;

/// <summary>
/// Where samples live. All tiers answer alike; one conformance suite holds them to it. Methods throw
/// <see cref="StoreUnavailableException"/> where trying again may help and <see cref="StoreDataException"/> where it cannot; queries
/// throw <see cref="QueryTimeoutException"/> and <see cref="QueryFailedException"/> then.
/// </summary>
public interface ISampleStore : IDeadLetterList, IAsyncDisposable
{
    /// <summary>What the database can do. Known once <see cref="OpenAsync"/> has returned.</summary>
    Tier Tier { get; }

    /// <summary>One line for people: tier, versions, where; never a password. Known once <see cref="OpenAsync"/> has returned.</summary>
    string Description { get; }

    /// <summary>
    /// Whether <c>instances</c> is this service's own; false where the table was there before, which is then only read and referenced.
    /// Known once <see cref="OpenAsync"/> has returned.
    /// </summary>
    bool ManagesInstances { get; }

    /// <summary>How long rows live, as the database has it. Known once <see cref="OpenAsync"/> has returned.</summary>
    Lifecycle Lifecycle { get; }

    /// <summary>
    /// From what age on samples are to be appended apart from current ones, a day's at a time: they may be slow, and what they make
    /// anew reaches from the oldest to the newest row of their transaction. Null: never. Known once <see cref="OpenAsync"/> has returned.
    /// </summary>
    TimeSpan? LateAfter { get; }

    /// <summary>Connects once, detects the tier and, where asked to, brings the schema up to date. May be repeated.</summary>
    /// <param name="applySchema">Whether to create or upgrade the schema; off, a missing schema is an error.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="StoreSchemaException">The schema is not there, or the tier that was asked for cannot be had.</exception>
    Task OpenAsync(bool applySchema, CancellationToken cancellationToken);

    /// <summary>Whether the database answers, by the cheapest possible round trip.</summary>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>Registers instances that are not there yet, in a transaction of its own; those that were deleted stay so.</summary>
    /// <param name="instanceIds">The instances.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException"><see cref="ManagesInstances"/> is false.</exception>
    Task RegisterInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken);

    /// <summary>
    /// Registers one instance under a name, also one that was deleted; a deletion that has not come to its end comes first. Null where it
    /// is registered already; its name stays then.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException"><see cref="ManagesInstances"/> is false.</exception>
    Task<InstanceInfo?> CreateInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken);

    /// <summary>Gives a registered instance another name; null where there is none, or none any more.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="name">Its new name; empty: none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException"><see cref="ManagesInstances"/> is false.</exception>
    Task<InstanceInfo?> RenameInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an instance with its samples, dead letters, hours, days and baselines, in bounded transactions, and leaves a tombstone: nothing registers
    /// it again but <see cref="CreateInstanceAsync"/>. May be repeated after a failure, and goes on then, as <see cref="MaintainAsync"/> does
    /// by itself. False where there is none, or none any more.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException"><see cref="ManagesInstances"/> is false.</exception>
    Task<bool> DeleteInstanceAsync(Guid instanceId, CancellationToken cancellationToken);

    /// <summary>Instances that were deleted and not created again.</summary>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlySet<Guid>> DeletedInstancesAsync(CancellationToken cancellationToken);

    /// <summary>Which of these instances are registered.</summary>
    /// <param name="instanceIds">The instances.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlySet<Guid>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken);

    /// <summary>One registered instance; null where there is none.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<InstanceInfo?> InstanceAsync(Guid instanceId, CancellationToken cancellationToken);

    /// <summary>Registered instances by ascending id.</summary>
    /// <param name="limit">How many at the most.</param>
    /// <param name="after">The id after which to start; null: at the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<InstanceInfo>> InstancesAsync(int limit, Guid? after, CancellationToken cancellationToken);

    /// <summary>
    /// Registered instances by ascending id that have a text in their names, as <see cref="StringComparison.OrdinalIgnoreCase"/> compares on every
    /// tier. Reads all names after <paramref name="after"/> until there are enough.
    /// </summary>
    /// <param name="name">The part of the name; no character of it is a pattern's. Empty: all instances.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="after">The id after which to start; null: at the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<InstanceInfo>> InstancesNamedAsync(string name, int limit, Guid? after, CancellationToken cancellationToken);

    /// <summary>
    /// Commits samples of many instances in one transaction: all whose outcome is <see cref="AppendOutcome.Stored"/> or none. Does not wait for who has
    /// locked an instance (<see cref="AppendOutcome.Locked"/>).
    /// Network bytes of readings are derived in that transaction from the baselines, which move with them.
    /// </summary>
    /// <param name="samples">The samples, per instance in the order of acceptance.</param>
    /// <param name="cancellationToken">Cancels the call; whether it committed is then unknown, and repeating it is safe.</param>
    /// <returns>What became of each sample, by its index.</returns>
    /// <exception cref="StoreTimeoutException">It took longer than it may; nothing is committed, and fewer samples at once may be.</exception>
    Task<AppendOutcome[]> AppendAsync(IReadOnlyList<AppendSample> samples, CancellationToken cancellationToken);

    /// <summary>
    /// Tells of late samples that are about to be appended, so that the database can be made ready where they are many. Never fails: they can be
    /// appended without it.
    /// </summary>
    /// <param name="oldest">The oldest one's timestamp.</param>
    /// <param name="newest">The newest one's.</param>
    /// <param name="samples">How many there are.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task PrepareLateAsync(DateTimeOffset oldest, DateTimeOffset newest, int samples, CancellationToken cancellationToken);

    /// <summary>
    /// Brings back to order what <see cref="PrepareLateAsync"/> has changed: for when no more late samples wait. Never fails; what it leaves
    /// undone, the database does itself some time later.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task SettleLateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Puts samples aside that cannot be stored, in one transaction, so that somebody can look at them, mend what refuses them and retry. May be
    /// repeated: the same sample is one letter, and the first one stays. Refuses no value that a sample can have; a text that the database
    /// cannot hold is kept with what is wrong in it replaced.
    /// </summary>
    /// <param name="samples">The samples, and why.</param>
    /// <param name="cancellationToken">Cancels the call; whether it committed is then unknown, and repeating it is safe.</param>
    Task BuryAsync(IReadOnlyList<RefusedSample> samples, CancellationToken cancellationToken);

    /// <summary>
    /// Commits the samples of dead letters as <see cref="AppendAsync"/> does, and removes the letters whose samples are in the store then, in that
    /// order: after a crash in between, the next retry finds them stored and removes the letters.
    /// </summary>
    /// <param name="selection">Which ones.</param>
    /// <param name="cancellationToken">Stops between two steps; what was done until then stays done.</param>
    /// <returns>What became of each letter, by ascending key.</returns>
    Task<IReadOnlyList<RetriedLetter>> RetryDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken);

    /// <summary>Removes dead letters for good.</summary>
    /// <param name="selection">Which ones.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many there were.</returns>
    Task<long> DropDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken);

    /// <summary>
    /// What <see cref="CounterLedger"/> needs for readings of these counters: their baselines, and at least one of the instance's, of
    /// whichever counters, where it has any. In any order. An instance may have thousands: each container's start leaves one.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="keys">The counters; starts are floored to microseconds.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<CounterBaseline>> BaselinesAsync(
        Guid instanceId, IReadOnlyCollection<CounterKey> keys, CancellationToken cancellationToken);

    /// <summary>The same for counters of many instances: of each of them at least one baseline, where it has any.</summary>
    /// <param name="counters">The counters; starts are floored to microseconds.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<InstanceBaseline>> BaselinesAsync(
        IReadOnlyCollection<InstanceCounter> counters, CancellationToken cancellationToken);

    /// <summary>An instance's samples by descending timestamp, then descending id.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="before">Where to start; null: at the newest.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<InstanceSample>> RecentAsync(Guid instanceId, int limit, SampleCursor? before, CancellationToken cancellationToken);

    /// <summary>All samples of an instance in the hours given, in any order.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="hours">Starts of hours, UTC.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<InstanceSample>> SamplesOfHoursAsync(Guid instanceId, IReadOnlyCollection<DateTimeOffset> hours, CancellationToken cancellationToken);

    /// <summary>An instance's samples in a range of time, newest first.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">The oldest moment.</param>
    /// <param name="to">Samples of this moment or later are left out.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<InstanceSample>> SamplesAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Buckets with samples, computed from raw rows, newest first; they start at multiples of their width since 1970.
    /// <see cref="AggregatedUsage.Open"/> is left false.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">The oldest sample's moment.</param>
    /// <param name="to">Samples of this moment or later are left out.</param>
    /// <param name="width">The width of a bucket, in whole microseconds.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<AggregatedUsage>> BucketsAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, TimeSpan width, CancellationToken cancellationToken);

    /// <summary>An instance's hours with samples, newest first; <see cref="AggregatedUsage.Open"/> is left false.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">Start of the first hour.</param>
    /// <param name="to">Hours that start here or later are left out.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<AggregatedUsage>> HourlyAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>An instance's days (UTC) with samples, newest first; <see cref="AggregatedUsage.Open"/> is left false.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">Start of the first day.</param>
    /// <param name="to">Days that start here or later are left out.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<AggregatedUsage>> DailyAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>An instance's samples in a range of time, oldest first.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="after">The place after which to start.</param>
    /// <param name="to">Samples of this moment or later are left out.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<InstanceSample>> SamplesAfterAsync(
        Guid instanceId, SampleCursor after, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>Percentiles of an instance's samples by nearest rank; null where there are none.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="range">When.</param>
    /// <param name="more">Samples within the range that count where they are not stored.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<SamplePercentiles?> PercentilesAsync(
        Guid instanceId, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken);

    /// <summary>The newest sample of each of these instances that has any, in any order.</summary>
    /// <param name="instanceIds">The instances.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<InstanceSample>> LatestOfAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken);

    /// <summary>The names of these instances; without those that are not registered.</summary>
    /// <param name="instanceIds">The instances.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken);

    /// <summary>The instances that use most in a range, computed from raw rows, the first one first; of equal ones the smaller id. Without those that have none of it.</summary>
    /// <param name="range">When.</param>
    /// <param name="by">What of.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="more">Samples within the range, each once, that count where they are not stored.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<RankedInstance>> TopAsync(
        TimeRange range, UsageMeasure by, int limit, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken);

    /// <summary>What all instances used of a measure, slice by slice from raw rows, all of it as of one moment.</summary>
    /// <param name="by">What of.</param>
    /// <param name="slice">How long a slice is; slices start at whole multiples of that since 1970.</param>
    /// <param name="ranges">When; a slice has what it has in common with one of them.</param>
    /// <param name="samples">Samples of which to say whether they are stored.</param>
    /// <param name="mostParts">How many parts there may be; where there are more, the answer is null.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<FleetMeasures?> FleetMeasuresAsync(
        UsageMeasure by, TimeSpan slice, IReadOnlyCollection<TimeRange> ranges, IReadOnlyCollection<InstanceSample> samples, int mostParts, CancellationToken cancellationToken);

    /// <summary>What some instances used in a range, computed from raw rows, in no order. Without those that have no sample there.</summary>
    /// <param name="instanceIds">The instances.</param>
    /// <param name="range">When.</param>
    /// <param name="more">Samples of these instances within the range, each once, that count where they are not stored.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<RankedInstance>> UsageOfAsync(
        IReadOnlyCollection<Guid> instanceIds, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken);

    /// <summary>What all instances used, all of it as of one moment.</summary>
    /// <param name="hours">Whole hours, which are there for as long as hours are kept; null: none.</param>
    /// <param name="raw">Ranges to compute from raw rows.</param>
    /// <param name="samples">Samples of which to say whether they are stored.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<FleetUsage> FleetUsageAsync(
        TimeRange? hours, IReadOnlyCollection<TimeRange> raw, IReadOnlyCollection<InstanceSample> samples, CancellationToken cancellationToken);

    /// <summary>
    /// Does what is due for the database: makes chunks or partitions ahead, drops what has expired, repairs rollups, purges deleted
    /// instances. Any silo may call it at any time: a task runs once per cluster, and another silo takes over when its runner dies.
    /// </summary>
    /// <param name="runner">Names the calling process, for operators.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The runs of this call.</returns>
    Task<IReadOnlyList<MaintenanceRun>> MaintainAsync(string runner, CancellationToken cancellationToken);

    /// <summary>The newest run of each task, whoever ran it.</summary>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<MaintenanceRun>> MaintenanceRunsAsync(CancellationToken cancellationToken);

    /// <summary>How the database is, for metrics: by few and cheap queries, so that each silo may ask every minute.</summary>
    /// <param name="cancellationToken">Cancels the queries.</param>
    Task<StoreCondition> ConditionAsync(CancellationToken cancellationToken);
}
