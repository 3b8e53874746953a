using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>A store that takes everything at once and keeps nothing, and counts what it is asked.</summary>
/// <param name="calls">Where it counts.</param>
internal sealed class NullStore(StoreCalls calls) : ISampleStore
{
    public Tier Tier => Tier.Timescale;

    public string Description => "a store that keeps nothing";

    public bool ManagesInstances => true;

    public Lifecycle Lifecycle { get; } = new();

    public TimeSpan? LateAfter => null;

    public Task<AppendOutcome[]> AppendAsync(IReadOnlyList<AppendSample> samples, CancellationToken cancellationToken) =>
        Answer(new AppendOutcome[samples.Count], nameof(AppendAsync));

    public Task OpenAsync(bool applySchema, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RegisterInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken) =>
        Answer(0, nameof(RegisterInstancesAsync));

    public Task<InstanceInfo?> CreateInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken) =>
        Answer<InstanceInfo?>(null, nameof(CreateInstanceAsync));

    public Task<InstanceInfo?> RenameInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken) =>
        Answer<InstanceInfo?>(null, nameof(RenameInstanceAsync));

    public Task<bool> DeleteInstanceAsync(Guid instanceId, CancellationToken cancellationToken) => Answer(false, nameof(DeleteInstanceAsync));

    public Task<IReadOnlySet<Guid>> DeletedInstancesAsync(CancellationToken cancellationToken) =>
        Answer<IReadOnlySet<Guid>>(new HashSet<Guid>(), nameof(DeletedInstancesAsync));

    public Task<IReadOnlySet<Guid>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken) =>
        Answer<IReadOnlySet<Guid>>(instanceIds.ToHashSet(), nameof(FindInstancesAsync));

    public Task<InstanceInfo?> InstanceAsync(Guid instanceId, CancellationToken cancellationToken) => Answer<InstanceInfo?>(null, nameof(InstanceAsync));

    public Task<IReadOnlyList<InstanceInfo>> InstancesAsync(int limit, Guid? after, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<InstanceInfo>>([], nameof(InstancesAsync));

    public Task<IReadOnlyList<InstanceInfo>> InstancesNamedAsync(string name, int limit, Guid? after, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<InstanceInfo>>([], nameof(InstancesNamedAsync));

    public Task PrepareLateAsync(DateTimeOffset oldest, DateTimeOffset newest, int samples, CancellationToken cancellationToken) =>
        Answer(0, nameof(PrepareLateAsync));

    public Task SettleLateAsync(CancellationToken cancellationToken) => Answer(0, nameof(SettleLateAsync));

    public Task BuryAsync(IReadOnlyList<RefusedSample> samples, CancellationToken cancellationToken) => Answer(0, nameof(BuryAsync));

    public Task<IReadOnlyList<RetriedLetter>> RetryDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<RetriedLetter>>([], nameof(RetryDeadLettersAsync));

    public Task<long> DropDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) => Answer(0L, nameof(DropDeadLettersAsync));

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(
        DeadLetterSelection selection, int limit, long? after, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<DeadLetter>>([], nameof(DeadLettersAsync));

    public Task<long> CountDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) => Answer(0L, nameof(CountDeadLettersAsync));

    public Task<IReadOnlyList<CounterBaseline>> BaselinesAsync(
        Guid instanceId, IReadOnlyCollection<CounterKey> keys, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<CounterBaseline>>([], nameof(BaselinesAsync));

    public Task<IReadOnlyList<InstanceSample>> RecentAsync(Guid instanceId, int limit, SampleCursor? before, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<InstanceSample>>([], nameof(RecentAsync));

    public Task<IReadOnlyList<InstanceSample>> SamplesOfHoursAsync(
        Guid instanceId, IReadOnlyCollection<DateTimeOffset> hours, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<InstanceSample>>([], nameof(SamplesOfHoursAsync));

    public Task<IReadOnlyList<InstanceSample>> SamplesAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<InstanceSample>>([], nameof(SamplesAsync));

    public Task<IReadOnlyList<InstanceSample>> SamplesAfterAsync(
        Guid instanceId, SampleCursor after, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<InstanceSample>>([], nameof(SamplesAfterAsync));

    public Task<SamplePercentiles?> PercentilesAsync(
        Guid instanceId, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken) =>
        Answer<SamplePercentiles?>(null, nameof(PercentilesAsync));

    public Task<IReadOnlyList<InstanceBaseline>> BaselinesAsync(IReadOnlyCollection<InstanceCounter> counters, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<InstanceBaseline>>([], nameof(BaselinesAsync));

    public Task<IReadOnlyList<InstanceSample>> LatestOfAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<InstanceSample>>([], nameof(LatestOfAsync));

    public Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken) =>
        Answer<IReadOnlyDictionary<Guid, string>>(new Dictionary<Guid, string>(), nameof(NamesAsync));

    public Task<IReadOnlyList<RankedInstance>> TopAsync(
        TimeRange range, UsageMeasure by, int limit, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<RankedInstance>>([], nameof(TopAsync));

    public Task<IReadOnlyList<RankedInstance>> UsageOfAsync(
        IReadOnlyCollection<Guid> instanceIds, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<RankedInstance>>([], nameof(UsageOfAsync));

    public Task<FleetMeasures?> FleetMeasuresAsync(
        UsageMeasure by, TimeSpan slice, IReadOnlyCollection<TimeRange> ranges, IReadOnlyCollection<InstanceSample> samples, int mostParts, CancellationToken cancellationToken) =>
        Answer<FleetMeasures?>(new FleetMeasures([], new HashSet<Guid>()), nameof(FleetMeasuresAsync));

    public Task<FleetUsage> FleetUsageAsync(
        TimeRange? hours, IReadOnlyCollection<TimeRange> raw, IReadOnlyCollection<InstanceSample> samples, CancellationToken cancellationToken) =>
        Answer(new FleetUsage([], new HashSet<Guid>()), nameof(FleetUsageAsync));

    public Task<IReadOnlyList<AggregatedUsage>> BucketsAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, TimeSpan width, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<AggregatedUsage>>([], nameof(BucketsAsync));

    public Task<IReadOnlyList<AggregatedUsage>> HourlyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<AggregatedUsage>>([], nameof(HourlyAsync));

    public Task<IReadOnlyList<AggregatedUsage>> DailyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<AggregatedUsage>>([], nameof(DailyAsync));

    public Task<IReadOnlyList<MaintenanceRun>> MaintainAsync(string runner, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<MaintenanceRun>>([], nameof(MaintainAsync));

    public Task<IReadOnlyList<MaintenanceRun>> MaintenanceRunsAsync(CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<MaintenanceRun>>([], nameof(MaintenanceRunsAsync));

    public Task<StoreCondition> ConditionAsync(CancellationToken cancellationToken) => Answer(new StoreCondition([], null, 0), nameof(ConditionAsync));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Answer<T>(T answer, string method)
    {
        calls.Add(method);
        return Task.FromResult(answer);
    }
}
