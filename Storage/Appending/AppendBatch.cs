using System.Buffers;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Appending;

/// <summary>
/// What every tier does alike with the samples of one transaction: one row per id, outcomes, bytes out of readings. The tier asks
/// the database in between, in the order of the methods here, and holds the locks that the answers need.
/// </summary>
internal sealed class AppendBatch : IDisposable
{
    private readonly AppendOutcome[] _outcomes;
    private readonly AppendRow[] _rows;
    private readonly HashSet<Guid> _instances;
    private List<(int Follower, int Leader, Guid InstanceId, Guid LeaderInstanceId)>? _followers;
    private int _count;

    public AppendBatch(IReadOnlyList<AppendSample> samples)
        : this(samples, SampleId.TailOf)
    {
    }

    /// <summary>For tests: two instances whose ids end alike cannot be found.</summary>
    internal AppendBatch(IReadOnlyList<AppendSample> samples, Func<Guid, ulong> tailOf)
    {
        _outcomes = new AppendOutcome[samples.Count];
        _rows = ArrayPool<AppendRow>.Shared.Rent(samples.Count);
        var runs = new AppendRuns(samples);
        _instances = runs.Instances;
        var tails = new HashSet<ulong>();
        var tailsDiffer = true;
        var ordered = true;
        var tail = 0UL;
        foreach (var (instanceId, first, length) in runs.Sorted)
        {
            var isNew = _count == 0 || _rows[_count - 1].InstanceId != instanceId;
            tail = isNew ? tailOf(instanceId) : tail;
            tailsDiffer &= !isNew || tails.Add(tail);
            for (var index = first; index < first + length; index++)
            {
                ref var row = ref _rows[_count++];
                Fill(ref row, index, instanceId, tail, samples[index].Pending);
                Oldest = row.Timestamp < Oldest ? row.Timestamp : Oldest;
                HasReadings |= row.Counter is not null;
                ordered &= _count == 1 || _rows[_count - 2].InstanceId != instanceId || _rows[_count - 2].Timestamp < row.Timestamp;
            }
        }

        if (!ordered)
        {
            Array.Sort(_rows, 0, _count, AppendRowOrder.Instance);
        }

        if (!ordered || !tailsDiffer)
        {
            LeaveOutFollowers();
        }
    }

    /// <summary>The instances of all samples.</summary>
    public IReadOnlyCollection<Guid> Instances => _instances;

    /// <summary>Whether some rows are readings.</summary>
    public bool HasReadings { get; }

    /// <summary>The oldest timestamp.</summary>
    public DateTimeOffset Oldest { get; } = DateTimeOffset.MaxValue;

    /// <summary>
    /// What is to be written, as far as is known by now: by instance, then by time. The index of an instance's rows is touched in one
    /// place at a time then, and writers that have the same rows wait for each other instead of deadlocking.
    /// </summary>
    public ArraySegment<AppendRow> Rows => new(_rows, 0, _count);

    /// <summary>The rows that are readings.</summary>
    public IEnumerable<AppendRow> Readings => HasReadings ? Rows.Where(row => row.Counter is not null) : [];

    /// <summary>The counters whose baselines the readings need.</summary>
    public InstanceCounter[] Counters() =>
        Readings.Select(row => new InstanceCounter(row.InstanceId, row.Counter!)).Distinct().ToArray();

    /// <summary>Leaves out the samples of instances that are not registered.</summary>
    public void LeaveOutUnknown(IReadOnlySet<Guid> known)
    {
        if (known.Count < _instances.Count)
        {
            LeaveOut((in row) => known.Contains(row.InstanceId) ? null : AppendOutcome.UnknownInstance);
        }
    }

    /// <summary>Leaves out the samples of instances that somebody else has locked. Before those of unknown ones are left out.</summary>
    public void LeaveOutLocked(IReadOnlySet<Guid> locked)
    {
        if (locked.Count > 0)
        {
            LeaveOut((in row) => locked.Contains(row.InstanceId) ? AppendOutcome.Locked : null);
        }
    }

    /// <summary>Sets aside what is stored already, before it can move a baseline.</summary>
    /// <param name="stored">Instances of the rows in the store, by the rows' ids.</param>
    public void SetAside(IReadOnlyDictionary<Guid, Guid> stored)
    {
        if (stored.Count > 0)
        {
            LeaveOut((in row) => stored.TryGetValue(row.Id, out var instanceId) ? Conflict(row.InstanceId, instanceId) : null);
        }
    }

    /// <summary>Derives the bytes of the readings and returns the baselines that they moved.</summary>
    /// <param name="baselines">Each needed baseline, and at least one of each instance that has any.</param>
    public List<InstanceBaseline> Derive(IEnumerable<InstanceBaseline> baselines)
    {
        var byInstance = baselines.ToLookup(item => item.InstanceId, item => item.Baseline);
        var moved = new List<InstanceBaseline>();
        CounterLedger? ledger = null;
        var instanceId = Guid.Empty;
        foreach (ref var row in Rows.AsSpan())
        {
            if (row.Counter is not { } counter)
            {
                continue;
            }

            if (ledger is null || row.InstanceId != instanceId)
            {
                Collect();
                instanceId = row.InstanceId;
                ledger = new CounterLedger(byInstance[instanceId]);
            }

            row.Sample = ledger.Derive(counter, row.Sample);
        }

        Collect();
        return moved;

        void Collect() => moved.AddRange(ledger?.Moved.Select(baseline => new InstanceBaseline(instanceId, baseline)) ?? []);
    }

    /// <summary>The outcome of each sample, by its index.</summary>
    public AppendOutcome[] Outcomes()
    {
        foreach (var (follower, leader, instanceId, leaderInstanceId) in _followers ?? [])
        {
            // A leader that was not stored has an outcome of its instance's, which only samples of that instance share.
            var outcome = _outcomes[leader];
            var conflict = Conflict(instanceId, leaderInstanceId);
            _outcomes[follower] = outcome == AppendOutcome.Stored || conflict == AppendOutcome.IdConflict ? conflict : outcome;
        }

        return _outcomes;
    }

    /// <summary>Gives the rows' memory back; they must not be touched any more.</summary>
    public void Dispose()
    {
        if (_count >= 0)
        {
            _count = -1;
            ArrayPool<AppendRow>.Shared.Return(_rows, clearArray: HasReadings);
        }
    }

    private static void Fill(ref AppendRow row, int index, Guid instanceId, ulong tail, in PendingSample pending)
    {
        var timestamp = Timestamps.Floor(pending.Sample.Timestamp);
        row.Index = index;
        row.Id = IdOf(tail, timestamp);
        row.InstanceId = instanceId;
        row.Sample = pending.Sample with { Timestamp = timestamp };
        row.Counter = pending.Counter is { } key ? Floored(key) : null;
    }

    private static CounterKey Floored(CounterKey key)
    {
        var startedAt = Timestamps.Floor(key.StartedAt);
        return startedAt == key.StartedAt ? key : key with { StartedAt = startedAt };
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

    private static AppendOutcome Conflict(Guid instanceId, Guid holderId) =>
        holderId == instanceId ? AppendOutcome.Duplicate : AppendOutcome.IdConflict;

    /// <summary>Of samples with the same id the first one of the call stays.</summary>
    private void LeaveOutFollowers()
    {
        var leaders = new Dictionary<Guid, (int Index, Guid InstanceId)>(_count);
        foreach (var row in Rows)
        {
            if (!leaders.TryGetValue(row.Id, out var leader) || row.Index < leader.Index)
            {
                leaders[row.Id] = (row.Index, row.InstanceId);
            }
        }

        _followers = [];
        LeaveOut((in row) =>
        {
            var leader = leaders[row.Id];
            if (leader.Index == row.Index)
            {
                return null;
            }

            _followers.Add((row.Index, leader.Index, row.InstanceId, leader.InstanceId));
            return AppendOutcome.Duplicate;
        });
    }

    private void LeaveOut(Refusal refusal)
    {
        var kept = 0;
        for (var place = 0; place < _count; place++)
        {
            ref var row = ref _rows[place];
            if (refusal(in row) is { } outcome)
            {
                _outcomes[row.Index] = outcome;
            }
            else
            {
                _rows[kept++] = row;
            }
        }

        _count = kept;
    }

    /// <summary>Why a row is left out; null where it stays.</summary>
    private delegate AppendOutcome? Refusal(in AppendRow row);
}
