using System.Collections.Concurrent;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tests.Support;

/// <summary>A real store whose commits a test can hold back, refuse or count. Everything else is the store's own.</summary>
internal sealed partial class ControlledStore(ISampleStore store) : ISampleStore
{
    private volatile TaskCompletionSource _gate = Opened();
    private int _unavailable;
    private int _lookUps;
    private int _reads;
    private int _lists;
    private int _lateSettlements;

    /// <summary>The size of each committed transaction, in order.</summary>
    public ConcurrentQueue<int> Commits { get; } = new();

    /// <summary>How many late samples the store was told of, each time.</summary>
    public ConcurrentQueue<int> Preparations { get; } = new();

    /// <summary>Ranges whose slices were read for a ranking.</summary>
    public ConcurrentQueue<TimeRange> MeasuredRanges { get; } = new();

    /// <summary>How many there were at once.</summary>
    public int MostMeasuredRanges { get; private set; }

    /// <summary>How many samples the database can commit in the time that it has; more time out.</summary>
    public int InTime { get; set; } = int.MaxValue;

    /// <summary>Samples that the database refuses, alone or with others.</summary>
    public Func<AppendSample, bool> Poison { get; set; } = _ => false;

    /// <summary>Samples whose instance somebody else has locked, by the transaction.</summary>
    public Func<IReadOnlyList<AppendSample>, AppendSample, bool> Locked { get; set; } = (_, _) => false;

    /// <summary>Runs before samples are committed.</summary>
    public Func<IReadOnlyList<AppendSample>, Task> BeforeAppend { get; set; } = _ => Task.CompletedTask;

    /// <summary>Samples that are refused as dead letters too.</summary>
    public Func<RefusedSample, bool> Unburiable { get; set; } = _ => false;

    /// <summary>Runs before samples are put aside.</summary>
    public Func<Task> BeforeBurial { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before registered instances are looked up.</summary>
    public Func<Task> BeforeLookUp { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs between a query's reading of the tail and its reading of the store.</summary>
    public Func<Task> BeforeQuery { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before the list of instances, or one of it, is read.</summary>
    public Func<Task> BeforeInstances { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before a tail's baselines are read.</summary>
    public Func<Task> BeforeBaselines { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before an instance is deleted.</summary>
    public Func<Task> BeforeDeletion { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before the database's condition is looked up.</summary>
    public Func<Task> BeforeCondition { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs while the list of deleted instances is on its way to who asked for it.</summary>
    public Func<Task> AfterList { get; set; } = () => Task.CompletedTask;

    /// <summary>How often somebody asked which instances are registered.</summary>
    public int LookUps => Volatile.Read(ref _lookUps);

    /// <summary>How often somebody asked for anything, but for the list of deleted instances, which is read by the clock.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How often somebody asked which instances are deleted.</summary>
    public int Lists => Volatile.Read(ref _lists);

    /// <summary>How often somebody said that no more late samples wait.</summary>
    public int LateSettlements => Volatile.Read(ref _lateSettlements);

    public Tier Tier => store.Tier;

    public string Description => store.Description;

    public bool ManagesInstances => store.ManagesInstances;

    public Lifecycle Lifecycle => store.Lifecycle;

    public TimeSpan? LateAfter { get; set; }

    public void Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _gate.TrySetResult();

    public void FailNext(int times) => Volatile.Write(ref _unavailable, times);

    /// <summary>What <see cref="FailNext"/> throws.</summary>
    public Func<Exception> Failure { get; set; } = () => new StoreUnavailableException("held back by a test");

    public async Task<AppendOutcome[]> AppendAsync(IReadOnlyList<AppendSample> samples, CancellationToken cancellationToken)
    {
        await _gate.Task.WaitAsync(cancellationToken);
        await BeforeAppend(samples).WaitAsync(cancellationToken);
        if (Interlocked.Decrement(ref _unavailable) >= 0)
        {
            throw Failure();
        }

        if (samples.Any(Poison))
        {
            throw new StoreDataException("refused by a test", new InvalidOperationException());
        }

        if (samples.Count > InTime)
        {
            throw new StoreTimeoutException("took too long, says a test", new InvalidOperationException());
        }

        int[] free = [.. Enumerable.Range(0, samples.Count).Where(index => !Locked(samples, samples[index]))];
        var committed = await store.AppendAsync([.. free.Select(index => samples[index])], cancellationToken);
        Commits.Enqueue(free.Length);
        var outcomes = Enumerable.Repeat(AppendOutcome.Locked, samples.Count).ToArray();
        foreach (var (index, outcome) in free.Zip(committed))
        {
            outcomes[index] = outcome;
        }

        return outcomes;
    }

    public Task OpenAsync(bool applySchema, CancellationToken cancellationToken) => store.OpenAsync(applySchema, cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) => store.PingAsync(cancellationToken);

    public Task RegisterInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken) =>
        store.RegisterInstancesAsync(instanceIds, cancellationToken);

    public async Task<IReadOnlySet<Guid>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lookUps);
        Interlocked.Increment(ref _reads);
        await BeforeLookUp();
        return await store.FindInstancesAsync(instanceIds, cancellationToken);
    }

    public async Task<InstanceInfo?> InstanceAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        await BeforeInstances();
        return await Counted().InstanceAsync(instanceId, cancellationToken);
    }

    public async Task<IReadOnlyList<InstanceInfo>> InstancesAsync(int limit, Guid? after, CancellationToken cancellationToken)
    {
        await BeforeInstances();
        return await Counted().InstancesAsync(limit, after, cancellationToken);
    }

    public async Task<IReadOnlyList<InstanceInfo>> InstancesNamedAsync(string name, int limit, Guid? after, CancellationToken cancellationToken)
    {
        await BeforeInstances();
        return await Counted().InstancesNamedAsync(name, limit, after, cancellationToken);
    }

    public async Task<IReadOnlyList<CounterBaseline>> BaselinesAsync(
        Guid instanceId, IReadOnlyCollection<CounterKey> keys, CancellationToken cancellationToken)
    {
        await BeforeBaselines();
        return await Counted().BaselinesAsync(instanceId, keys, cancellationToken);
    }

    public async Task<IReadOnlyList<InstanceSample>> RecentAsync(
        Guid instanceId, int limit, SampleCursor? before, CancellationToken cancellationToken)
    {
        await BeforeQuery();
        return await Counted().RecentAsync(instanceId, limit, before, cancellationToken);
    }

    public async Task<IReadOnlyList<InstanceSample>> SamplesOfHoursAsync(
        Guid instanceId, IReadOnlyCollection<DateTimeOffset> hours, CancellationToken cancellationToken)
    {
        await BeforeQuery();
        return await Counted().SamplesOfHoursAsync(instanceId, hours, cancellationToken);
    }

    public Task<IReadOnlyList<InstanceSample>> SamplesAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        Counted().SamplesAsync(instanceId, from, to, limit, cancellationToken);

    public Task<IReadOnlyList<AggregatedUsage>> BucketsAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, TimeSpan width, CancellationToken cancellationToken) =>
        Counted().BucketsAsync(instanceId, from, to, width, cancellationToken);

    public Task<IReadOnlyList<AggregatedUsage>> HourlyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Counted().HourlyAsync(instanceId, from, to, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private ISampleStore Counted()
    {
        Interlocked.Increment(ref _reads);
        return store;
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    public Task<InstanceInfo?> CreateInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken) =>
        store.CreateInstanceAsync(instanceId, name, cancellationToken);

    public Task<InstanceInfo?> RenameInstanceAsync(Guid instanceId, string name, CancellationToken cancellationToken) =>
        store.RenameInstanceAsync(instanceId, name, cancellationToken);

    public async Task<bool> DeleteInstanceAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        await BeforeDeletion();
        return await store.DeleteInstanceAsync(instanceId, cancellationToken);
    }

    public async Task<IReadOnlySet<Guid>> DeletedInstancesAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lists);
        var deleted = await store.DeletedInstancesAsync(cancellationToken);
        await AfterList();
        return deleted;
    }

    public Task<IReadOnlyList<AggregatedUsage>> DailyAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Counted().DailyAsync(instanceId, from, to, cancellationToken);

    public Task<IReadOnlyList<MaintenanceRun>> MaintainAsync(string runner, CancellationToken cancellationToken) => store.MaintainAsync(runner, cancellationToken);

    public Task<IReadOnlyList<MaintenanceRun>> MaintenanceRunsAsync(CancellationToken cancellationToken) => store.MaintenanceRunsAsync(cancellationToken);

    public async Task<StoreCondition> ConditionAsync(CancellationToken cancellationToken)
    {
        await BeforeCondition();
        return await store.ConditionAsync(cancellationToken);
    }

    public Task PrepareLateAsync(DateTimeOffset oldest, DateTimeOffset newest, int samples, CancellationToken cancellationToken)
    {
        Preparations.Enqueue(samples);
        return store.PrepareLateAsync(oldest, newest, samples, cancellationToken);
    }

    public Task SettleLateAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lateSettlements);
        return store.SettleLateAsync(cancellationToken);
    }

    public async Task BuryAsync(IReadOnlyList<RefusedSample> samples, CancellationToken cancellationToken)
    {
        await BeforeBurial();
        if (samples.Any(Unburiable))
        {
            throw new StoreDataException("not even buried, by a test", new InvalidOperationException());
        }

        await store.BuryAsync(samples, cancellationToken);
    }

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(
        DeadLetterSelection selection, int limit, long? after, CancellationToken cancellationToken) =>
        store.DeadLettersAsync(selection, limit, after, cancellationToken);

    public Task<long> CountDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        store.CountDeadLettersAsync(selection, cancellationToken);

    public Task<IReadOnlyList<RetriedLetter>> RetryDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        store.RetryDeadLettersAsync(selection, cancellationToken);

    public Task<long> DropDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        store.DropDeadLettersAsync(selection, cancellationToken);
}
