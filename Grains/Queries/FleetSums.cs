using System.Buffers;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>What each instance used of a measure, put together from parts that have no sample in common.</summary>
internal sealed class FleetSums(UsageMeasure by, FleetIndex index) : IDisposable
{
    // Large and short-lived, and therefore of the pool.
    private FleetPart[] _sums = Cleared(index.Count);

    /// <summary>How many instances have any.</summary>
    public int Instances { get; private set; }

    /// <summary>Adds parts of the same index.</summary>
    public void Add(ReadOnlySpan<FleetPart> parts)
    {
        foreach (ref readonly var part in parts)
        {
            Add(part);
        }
    }

    /// <summary>Adds a part of the same index.</summary>
    public void Add(in FleetPart part)
    {
        if (part.Number >= _sums.Length)
        {
            var larger = Cleared(Math.Max(part.Number + 1, 2 * _sums.Length));
            _sums.CopyTo(larger, 0);
            ArrayPool<FleetPart>.Shared.Return(_sums);
            _sums = larger;
        }

        ref var sum = ref _sums[part.Number];
        Instances += sum.Count == 0 ? 1 : 0;
        sum = new FleetPart(part.Number, sum.Count + part.Count, sum.Used + part.Used, Math.Max(sum.MaxMemoryLimit, part.MaxMemoryLimit));
    }

    /// <summary>Adds a sample that the store does not have.</summary>
    public void Add(InstanceSample sample)
    {
        var used = by switch
        {
            UsageMeasure.Cpu => sample.Sample.CpuUsage,
            UsageMeasure.Network => (double)sample.Sample.NetworkIn + sample.Sample.NetworkOut,
            _ => sample.Sample.MemoryUsage,
        };
        Add(new FleetPart(index.Of(sample.InstanceId), 1, used, sample.Sample.MemoryLimit));
    }

    /// <summary>The instances with the largest measure, the first one first; of equal ones the smaller id.</summary>
    /// <param name="count">How many.</param>
    /// <param name="isWanted">Which ones may be among them.</param>
    public IReadOnlyList<Guid> Largest(int count, Func<Guid, bool> isWanted)
    {
        // As many as there are wait for a place among a few: sorting all of them would take longer than adding them up.
        var largest = new PriorityQueue<Guid, (double Measure, Guid Id)>(
            Comparer<(double Measure, Guid Id)>.Create((one, other) => one.Measure.CompareTo(other.Measure) is not 0 and var order ? order : other.Id.CompareTo(one.Id)));
        var ids = index.Ids;
        foreach (ref readonly var sum in _sums.AsSpan())
        {
            if (sum.Count == 0 || Measure(sum) is not { } measure)
            {
                continue;
            }

            var place = (measure, ids[sum.Number]);
            if ((largest.Count == count && largest.Comparer.Compare(place, LeastOf(largest)) <= 0) || !isWanted(place.Item2))
            {
                continue;
            }

            if (largest.Count == count)
            {
                largest.Dequeue();
            }

            largest.Enqueue(place.Item2, place);
        }

        var ranked = new List<Guid>();
        while (largest.TryDequeue(out var instanceId, out _))
        {
            ranked.Add(instanceId);
        }

        ranked.Reverse();
        return ranked;
    }

    public void Dispose() => ArrayPool<FleetPart>.Shared.Return(_sums);

    private static (double Measure, Guid Id) LeastOf(PriorityQueue<Guid, (double Measure, Guid Id)> queue) =>
        queue.TryPeek(out _, out var least) ? least : default;

    private static FleetPart[] Cleared(int length)
    {
        var sums = ArrayPool<FleetPart>.Shared.Rent(length);
        Array.Clear(sums);
        return sums;
    }

    private double? Measure(in FleetPart sum) => by switch
    {
        UsageMeasure.Network => sum.Used,
        UsageMeasure.MemoryShare when sum.MaxMemoryLimit == 0 => null,
        UsageMeasure.MemoryShare => sum.Used / sum.Count / sum.MaxMemoryLimit,
        _ => sum.Used / sum.Count,
    };
}
