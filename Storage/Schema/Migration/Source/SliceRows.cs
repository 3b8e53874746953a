namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>A lane's rows of a slice, in memory that is given back.</summary>
internal sealed class SliceRows : IDisposable
{
    private const int LeastCapacity = 4096;

    private SourceRow[] _rows = SliceArrays.Source.Rent(LeastCapacity);
    private int _count;

    /// <summary>The instances; a row names its place here.</summary>
    public List<InstanceEntry> Instances { get; } = [];

    public ReadOnlySpan<SourceRow> Rows => _rows.AsSpan(0, _count);

    public int Count => _count;

    public void Add(in SourceRow row)
    {
        if (_count == _rows.Length)
        {
            var larger = SliceArrays.Source.Rent(_count * 2);
            _rows.AsSpan(0, _count).CopyTo(larger);
            SliceArrays.Source.Return(_rows);
            _rows = larger;
        }

        _rows[_count++] = row;
    }

    /// <summary>The rows' places, by instance and then by time.</summary>
    /// <param name="from">No row is older.</param>
    /// <param name="places">Where to put them.</param>
    public void Sort(long from, Span<int> places)
    {
        // Instance and time in one number: numbers are sorted several times as fast as anything that must be compared.
        const int TimeBits = 43;
        var keys = SliceArrays.Keys.Rent(_count);
        for (var place = 0; place < _count; place++)
        {
            keys[place] = ((long)_rows[place].Instance << TimeBits) | (_rows[place].Time - from);
            places[place] = place;
        }

        keys.AsSpan(0, _count).Sort(places);
        SliceArrays.Keys.Return(keys);
    }

    public void Dispose()
    {
        SliceArrays.Source.Return(_rows);
        _rows = [];
    }
}
