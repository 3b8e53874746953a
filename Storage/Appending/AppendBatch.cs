using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Appending;

/// <summary>
/// What every tier does alike with the samples of one transaction: one row per id, outcomes, bytes out of readings. The tier asks
/// the database in between, in the order of the methods here, and holds the locks that the answers need.
/// </summary>
internal sealed class AppendBatch
{
    private readonly AppendOutcome[] _outcomes;
    private readonly List<(AppendRow Row, AppendRow Leader)> _followers = [];
    private readonly HashSet<Guid> _instances = [];

    public AppendBatch(IReadOnlyList<AppendSample> samples)
        : this(samples, SampleId.TailOf)
    {
    }

    /// <summary>For tests: two instances whose ids end alike cannot be found.</summary>
    internal AppendBatch(IReadOnlyList<AppendSample> samples, Func<Guid, ulong> tailOf)
    {
        _outcomes = new AppendOutcome[samples.Count];
        var tails = new Dictionary<Guid, ulong>();
        var leaders = new Dictionary<Guid, AppendRow>(samples.Count);
        Rows = new List<AppendRow>(samples.Count);
        for (var index = 0; index < samples.Count; index++)
        {
            var row = RowOf(index, samples[index], tails, tailOf);
            _instances.Add(row.InstanceId);
            if (leaders.TryAdd(row.Id, row))
            {
                Rows.Add(row);
            }
            else
            {
                _followers.Add((row, leaders[row.Id]));
            }
        }
    }

    /// <summary>The instances of all samples.</summary>
    public IReadOnlyCollection<Guid> Instances => _instances;

    /// <summary>What is to be written, as far as is known by now.</summary>
    public List<AppendRow> Rows { get; private set; }

    /// <summary>The rows that are readings.</summary>
    public IEnumerable<AppendRow> Readings => Rows.Where(row => row.Counter is not null);

    /// <summary>The counters whose baselines the readings need.</summary>
    public InstanceCounter[] Counters() =>
        Readings.Select(row => new InstanceCounter(row.InstanceId, row.Counter!)).Distinct().ToArray();

    /// <summary>Leaves out the samples of instances that are not registered.</summary>
    public void LeaveOutUnknown(IReadOnlySet<Guid> known) =>
        Rows = Rows.FindAll(row => known.Contains(row.InstanceId) || Refuse(row, AppendOutcome.UnknownInstance));

    /// <summary>Sets aside what is stored already, before it can move a baseline.</summary>
    /// <param name="stored">Instances of the rows in the store, by the rows' ids.</param>
    public void SetAside(IReadOnlyDictionary<Guid, Guid> stored) =>
        Rows = Rows.FindAll(row => !stored.TryGetValue(row.Id, out var instanceId) || Refuse(row, Conflict(row, instanceId)));

    /// <summary>Derives the bytes of the readings and returns the baselines that they moved.</summary>
    /// <param name="baselines">Each needed baseline, and at least one of each instance that has any.</param>
    public List<InstanceBaseline> Derive(IEnumerable<InstanceBaseline> baselines)
    {
        var byInstance = baselines.ToLookup(item => item.InstanceId, item => item.Baseline);
        var moved = new List<InstanceBaseline>();
        foreach (var readings in Readings.GroupBy(row => row.InstanceId))
        {
            var ledger = new CounterLedger(byInstance[readings.Key]);
            foreach (var row in readings.OrderBy(row => row.Timestamp))
            {
                row.Sample = ledger.Derive(row.Counter!, row.Sample);
            }

            moved.AddRange(ledger.Moved.Select(baseline => new InstanceBaseline(readings.Key, baseline)));
        }

        return moved;
    }

    /// <summary>The outcome of each sample, by its index.</summary>
    public AppendOutcome[] Outcomes()
    {
        foreach (var (row, leader) in _followers)
        {
            // A leader that was not stored has an outcome of its instance's, which only samples of that instance share.
            var outcome = _outcomes[leader.Index];
            var conflict = Conflict(row, leader.InstanceId);
            _outcomes[row.Index] = outcome == AppendOutcome.Stored || conflict == AppendOutcome.IdConflict ? conflict : outcome;
        }

        return _outcomes;
    }

    private static AppendRow RowOf(int index, in AppendSample sample, Dictionary<Guid, ulong> tails, Func<Guid, ulong> tailOf)
    {
        if (!tails.TryGetValue(sample.InstanceId, out var tail))
        {
            tails.Add(sample.InstanceId, tail = tailOf(sample.InstanceId));
        }

        var pending = sample.Pending;
        var timestamp = Timestamps.Floor(pending.Sample.Timestamp);
        var counter = pending.Counter is { } key ? key with { StartedAt = Timestamps.Floor(key.StartedAt) } : null;
        return new AppendRow(
            index, IdOf(tail, timestamp), sample.InstanceId, pending.Sample with { Timestamp = timestamp }, counter);
    }

    private static Guid IdOf(ulong tail, DateTimeOffset timestamp)
    {
        try
        {
            return SampleId.Derive(tail, timestamp);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new StoreDataException($"no row can have the timestamp {timestamp:O}", exception);
        }
    }

    private static AppendOutcome Conflict(AppendRow row, Guid holderId) =>
        holderId == row.InstanceId ? AppendOutcome.Duplicate : AppendOutcome.IdConflict;

    private bool Refuse(AppendRow row, AppendOutcome outcome)
    {
        _outcomes[row.Index] = outcome;
        return false;
    }
}
