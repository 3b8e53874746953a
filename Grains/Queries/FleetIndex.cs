using System.Diagnostics.CodeAnalysis;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>
/// A number for each instance that a ranking has met, so that the sums of many slices are put together by place: a look-up for each part took longer than reading what is new.
/// Numbers are never given up; an index that has grown too large is replaced with all that refers to it.
/// </summary>
internal sealed class FleetIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _numbers = [];
    private Guid[] _ids = new Guid[1024];

    /// <summary>How many instances have one.</summary>
    public int Count { get; private set; }

    /// <summary>The instances by their numbers; those from <see cref="Count"/> on are not given out yet.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "A copy of it would be made for each ranking.")]
    public Guid[] Ids => Volatile.Read(ref _ids);

    /// <summary>The number of an instance.</summary>
    public int Of(Guid instanceId)
    {
        lock (_gate)
        {
            if (_numbers.TryGetValue(instanceId, out var number))
            {
                return number;
            }

            if (Count == _ids.Length)
            {
                // Who reads the old one has all the numbers in it that he knows of.
                var larger = new Guid[2 * _ids.Length];
                _ids.CopyTo(larger, 0);
                Volatile.Write(ref _ids, larger);
            }

            _ids[Count] = instanceId;
            _numbers.Add(instanceId, Count);
            return Count++;
        }
    }
}
