using LaunchStack.Metrics.Client.Spill;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Makes one part out of samples of one instance and its counters. A batch that stays alone is passed on as it is.</summary>
internal sealed class PartBuilder(Guid instanceId, CounterKey? counter)
{
    private SampleBatch? _whole;
    private List<Sample>? _samples;
    private List<SpillShare>? _shares;
    private long _addedAt = long.MaxValue;
    private long _sequence = long.MaxValue;
    private long _cost;

    public void Add(in LaneItem item)
    {
        if (item.Batch is { } batch)
        {
            Add(batch);
        }
        else
        {
            Loose().Add(item.Sample);
        }

        _addedAt = Math.Min(_addedAt, item.AddedAt);
        _cost += item.Cost;
        if (item.Segment is { } segment)
        {
            Share(new SpillShare(segment, item.Samples));
        }
    }

    public void Add(Part part)
    {
        Add(part.Batch.Batch);
        _addedAt = Math.Min(_addedAt, part.AddedAt);
        _sequence = Math.Min(_sequence, part.Sequence);
        _cost += part.Cost;
        foreach (var share in part.Shares ?? [])
        {
            Share(share);
        }
    }

    // An array of the exact size: it may be kept for a while, and a list's spare room would be kept with it.
    public Part Build() =>
        new(new InstanceBatch(instanceId, _whole ?? SampleUnit.ToBatch(_samples!.ToArray(), counter)), counter, _addedAt, _cost, _shares)
        {
            Sequence = _sequence == long.MaxValue ? 0 : _sequence,
        };

    private void Add(SampleBatch batch)
    {
        if (_whole is null && _samples is null)
        {
            _whole = batch;
        }
        else
        {
            Loose().AddRange(batch.Samples);
        }
    }

    private List<Sample> Loose()
    {
        _samples ??= _whole is null ? [] : [.. _whole.Samples];
        _whole = null;
        return _samples;
    }

    // Neighbours are nearly always in the same file.
    private void Share(SpillShare share)
    {
        _shares ??= new List<SpillShare>(1);
        if (_shares.Count > 0 && _shares[^1].Segment == share.Segment)
        {
            _shares[^1] = share with { Samples = _shares[^1].Samples + share.Samples };
        }
        else
        {
            _shares.Add(share);
        }
    }
}
