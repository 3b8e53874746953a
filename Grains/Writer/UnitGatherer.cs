using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>What a lane has gathered for its next commits. Reused, for these lists are large.</summary>
internal sealed class UnitGatherer(TailRegistry tails, LateSplit late, LockedUnits locked)
{
    private readonly List<WriteUnit> _units = [];
    private readonly List<WriteUnit> _locked = [];

    // A unit that there was no memory for, beside those before it.
    private WriteUnit? _next;

    public List<AppendSample> Samples { get; } = [];

    /// <summary>What the samples take in the tail.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the process has no memory for more: what is here goes first.</summary>
    public bool IsOutOfMemory => _next is not null;

    public void Add(in WriteUnit unit)
    {
        if (!TryReserve(unit.Count))
        {
            _next = unit;
            return;
        }

        _units.Add(unit);
        Bytes += unit.Batch.Bytes;
        var samples = unit.Batch.Samples.AsSpan();
        if (unit.Places is null)
        {
            foreach (ref readonly var pending in samples)
            {
                Samples.Add(new AppendSample(unit.Batch.InstanceId, pending));
            }

            return;
        }

        foreach (var place in unit.Places)
        {
            Samples.Add(new AppendSample(unit.Batch.InstanceId, samples[place]));
        }
    }

    /// <summary>Tells what became of the samples, gives back those whose instance is locked, and starts anew.</summary>
    /// <param name="outcomes">What became of each, by its index in <see cref="Samples"/>.</param>
    public void Settle(ReadOnlySpan<AppendOutcome> outcomes)
    {
        foreach (var unit in _units)
        {
            Settle(unit, outcomes[..unit.Count]);
            outcomes = outcomes[unit.Count..];
        }

        if (_next is { } waiting && _locked.Exists(unit => unit.Batch.InstanceId == waiting.Batch.InstanceId))
        {
            _locked.Add(waiting);
            _next = null;
        }

        locked.PutBack(_locked);
        _locked.Clear();

        _units.Clear();
        Samples.Clear();
        Bytes = 0;
        if (_next is { } next)
        {
            _next = null;
            Add(next);
        }
    }

    private void Settle(in WriteUnit unit, ReadOnlySpan<AppendOutcome> outcomes)
    {
        if (outcomes.Contains(AppendOutcome.Locked))
        {
            _locked.Add(RestOf(unit, outcomes));
            return;
        }

        locked.Free(unit.Batch.InstanceId);
        var isLast = unit.Batch.Settle(unit.Places, outcomes);
        if (unit.HoldsReadings)
        {
            late.Settled(unit.Batch.InstanceId);
        }

        if (isLast)
        {
            tails.Complete(unit.Batch);
            unit.Batch.Complete();
        }
    }

    /// <summary>What of a unit met a lock. A part of it may have been committed before, where it was halved.</summary>
    private static WriteUnit RestOf(in WriteUnit unit, ReadOnlySpan<AppendOutcome> outcomes)
    {
        if (!outcomes.ContainsAnyExcept(AppendOutcome.Locked))
        {
            return unit;
        }

        var rest = new List<int>();
        for (var index = 0; index < outcomes.Length; index++)
        {
            var place = unit.Places?[index] ?? index;
            if (outcomes[index] == AppendOutcome.Locked)
            {
                rest.Add(place);
            }
            else
            {
                unit.Batch.Note([place], outcomes.Slice(index, 1));
            }
        }

        return unit with { Places = [.. rest] };
    }

    // A lane that dies of a list that would not grow takes all accepted samples with it, and a smaller transaction does as well.
    private bool TryReserve(int samples)
    {
        try
        {
            _units.EnsureCapacity(_units.Count + 1);
            Samples.EnsureCapacity(Samples.Count + samples);
            return true;
        }
        catch (OutOfMemoryException) when (Samples.Count > 0)
        {
            return false;
        }
    }
}
