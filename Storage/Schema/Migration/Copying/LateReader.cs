using System.Runtime.CompilerServices;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Copying;

/// <summary>Reads some instances' rows of some times from the source, in their order and as many at once as fit.</summary>
internal sealed class LateReader(SliceReader reader, BlockMap map, int batch)
{
    /// <summary>How many instances a statement names; of more it reads all rows.</summary>
    public const int MostNamed = 1000;

    private const long Day = 86_400_000_000;

    /// <summary>Reads rows; they are given back to memory when the next ones are asked for.</summary>
    /// <param name="spans">The instances, and their times.</param>
    /// <param name="reaches">Whether a span has a part in a time.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async IAsyncEnumerable<(SliceRows Rows, long From, long Until)> ReadAsync(
        IReadOnlyDictionary<InstanceEntry, LateSpan> spans, Func<LateSpan, long, long, bool> reaches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, end) = (spans.Values.Min(span => span.ReadFrom), spans.Values.Max(span => span.To) + 1);
        var left = new Stack<(long From, long Until)>();
        for (var start = first; start < end; start = EndOfDay(start, end))
        {
            left.Push((start, EndOfDay(start, end)));
            while (left.TryPop(out var part))
            {
                var (from, until) = part;
                var instances = spans.Where(item => reaches(item.Value, from, until)).Select(item => item.Key).ToList();
                if (instances.Count == 0)
                {
                    continue;
                }

                var read = await reader.ReadAsync(
                    map,
                    from,
                    until,
                    until - from > 1 ? batch * 2L : long.MaxValue,
                    (entry, time) => spans.TryGetValue(entry, out var span) && reaches(span, time, time + 1),
                    lanes: 1,
                    cancellationToken,
                    instances.Count <= MostNamed ? instances : null).ConfigureAwait(false);
                if (read is [var rows])
                {
                    using var memory = rows;
                    yield return (rows, from, until);
                    continue;
                }

                var middle = from + ((until - from) / 2);
                if (middle == from)
                {
                    throw SliceCopy.TooSlow(from);
                }

                left.Push((middle, until));
                left.Push((from, middle));
            }
        }
    }

    private static long EndOfDay(long time, long end) => Math.Min(end, time - (time % Day) + Day);
}
