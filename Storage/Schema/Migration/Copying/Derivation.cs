using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Appending;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Copying;

/// <summary>
/// A lane's rows of a slice as the target's: by instance and time, one of each, with the bytes since the row before. Changes nothing that is
/// known of the instances: that is the commit's to do.
/// </summary>
internal sealed class Derivation : IDisposable
{
    private readonly AppendRow[] _rows;
    private readonly NetworkMode _network;
    private readonly Func<InstanceEntry, long, bool>? _writes;
    private int _count;

    /// <param name="slice">The rows.</param>
    /// <param name="from">No row is older, in microseconds since 1970.</param>
    /// <param name="network">What their network columns hold.</param>
    /// <param name="stays">Whether rows of an instance are written.</param>
    /// <param name="countersOf">What is known of an instance before.</param>
    /// <param name="writes">Whether a row is written, and not only read for its counters; null: each.</param>
    public Derivation(
        SliceRows slice,
        long from,
        NetworkMode network,
        Func<InstanceEntry, bool> stays,
        Func<InstanceEntry, CounterState?> countersOf,
        Func<InstanceEntry, long, bool>? writes = null)
    {
        _writes = writes;
        _rows = SliceArrays.Target.Rent(slice.Count);
        _network = network;
        var memory = SliceArrays.Places.Rent(slice.Count);
        var places = memory.AsSpan(0, slice.Count);
        slice.Sort(from, places);
        var source = slice.Rows;
        for (var first = 0; first < places.Length;)
        {
            var place = source[places[first]].Instance;
            var instance = slice.Instances[place];
            var end = first + 1;
            while (end < places.Length && source[places[end]].Instance == place)
            {
                end++;
            }

            if (stays(instance))
            {
                Instances++;
                Moved.Add((instance, Derive(instance, source, places[first..end], countersOf(instance))));
            }
            else
            {
                LeftOut += end - first;
            }

            first = end;
        }

        SliceArrays.Places.Return(memory);
    }

    /// <summary>The rows.</summary>
    public ArraySegment<AppendRow> Rows => new(_rows, 0, _count);

    /// <summary>How many instances they are of.</summary>
    public int Instances { get; }

    /// <summary>The newest counters of each instance, once the rows are written.</summary>
    public List<(InstanceEntry Instance, CounterState Counters)> Moved { get; } = [];

    /// <summary>Rows whose place another one has.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Rows of instances that do not stay.</summary>
    public long LeftOut { get; }

    public void Dispose()
    {
        if (_count >= 0)
        {
            _count = -1;
            SliceArrays.Target.Return(_rows);
        }
    }

    private static long Bytes(long previous, long current) =>
        previous == SourceRow.None || current == SourceRow.None ? 0 : CounterLedger.Since(previous, current);

    private CounterState Derive(InstanceEntry instance, ReadOnlySpan<SourceRow> source, ReadOnlySpan<int> places, CounterState? known)
    {
        var counters = known ?? new CounterState(0, SourceRow.None, SourceRow.None);
        for (var index = 0; index < places.Length; index++)
        {
            ref readonly var row = ref source[places[index]];
            while (index + 1 < places.Length && source[places[index + 1]].Time == row.Time)
            {
                index++;
                Duplicates++;
                if (source[places[index]].Beats(row))
                {
                    row = ref source[places[index]];
                }
            }

            var (bytesIn, bytesOut) = _network == NetworkMode.Cumulative
                ? (Bytes(counters.NetworkIn, row.NetworkIn), Bytes(counters.NetworkOut, row.NetworkOut))
                : (Math.Max(0, row.NetworkIn), Math.Max(0, row.NetworkOut));
            if (_writes is null || _writes(instance, row.Time))
            {
                Write(instance, row, bytesIn, bytesOut);
            }

            counters = new CounterState(row.Time, Newest(counters.NetworkIn, row.NetworkIn), Newest(counters.NetworkOut, row.NetworkOut));
        }

        return counters;
    }

    private static long Newest(long known, long read) => read == SourceRow.None ? known : read;

    private void Write(InstanceEntry instance, in SourceRow row, long bytesIn, long bytesOut)
    {
        var time = Moments.ToTime(row.Time);
        ref var written = ref _rows[_count++];
        written.Id = SampleId.Derive(instance.Tail, time);
        written.InstanceId = instance.Id;
        written.Counter = null;
        written.Sample = new Sample(time, row.Cpu, row.MemoryUsage, row.MemoryLimit, bytesIn, bytesOut);
    }
}
