using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>What a lane has gathered for its next commits. Reused, for these lists are large.</summary>
internal sealed class UnitGatherer(TailRegistry tails)
{
    private readonly List<WriteUnit> _units = [];

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

    /// <summary>Tells what became of the samples, and starts anew.</summary>
    /// <param name="outcomes">What became of each, by its index in <see cref="Samples"/>.</param>
    public void Settle(ReadOnlySpan<AppendOutcome> outcomes)
    {
        foreach (var unit in _units)
        {
            if (unit.Batch.Settle(unit.Places, outcomes[..unit.Count]))
            {
                tails.Complete(unit.Batch);
                unit.Batch.Complete();
            }

            outcomes = outcomes[unit.Count..];
        }

        _units.Clear();
        Samples.Clear();
        Bytes = 0;
        if (_next is { } next)
        {
            _next = null;
            Add(next);
        }
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
