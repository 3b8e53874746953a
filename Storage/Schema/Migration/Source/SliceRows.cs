using System.Buffers;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>A lane's rows of a slice, in memory that is given back.</summary>
internal sealed class SliceRows : IDisposable
{
    private const int LeastCapacity = 4096;

    private SourceRow[] _rows = ArrayPool<SourceRow>.Shared.Rent(LeastCapacity);
    private int _count;

    /// <summary>The instances; a row names its place here.</summary>
    public List<InstanceEntry> Instances { get; } = [];

    public ReadOnlySpan<SourceRow> Rows => _rows.AsSpan(0, _count);

    public int Count => _count;

    public void Add(in SourceRow row)
    {
        if (_count == _rows.Length)
        {
            var larger = ArrayPool<SourceRow>.Shared.Rent(_count * 2);
            _rows.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<SourceRow>.Shared.Return(_rows);
            _rows = larger;
        }

        _rows[_count++] = row;
    }

    /// <summary>The rows' places, by instance and then by time.</summary>
    /// <param name="from">No row is older.</param>
    public int[] Sorted(long from)
    {
        // Instance and time in one number: numbers are sorted several times as fast as anything that must be compared.
        const int TimeBits = 43;
        var keys = ArrayPool<long>.Shared.Rent(_count);
        var places = new int[_count];
        for (var place = 0; place < _count; place++)
        {
            keys[place] = ((long)_rows[place].Instance << TimeBits) | (_rows[place].Time - from);
            places[place] = place;
        }

        Array.Sort(keys, places, 0, _count);
        ArrayPool<long>.Shared.Return(keys);
        return places;
    }

    public void Dispose()
    {
        ArrayPool<SourceRow>.Shared.Return(_rows);
        _rows = [];
    }
}
