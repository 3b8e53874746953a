using System.Buffers;
using LaunchStack.Metrics.Storage.Appending;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>
/// The arrays that slices are held in, used again and again. The runtime's shared pools keep one of each size for every thread, and slices
/// wander between threads: memory would grow with the table, to a gigabyte. These hold what was under way at once, and no more.
/// </summary>
internal static class SliceArrays
{
    // What sixteen lanes have under way, which is the most that there may be.
    private const int Kept = 64;
    private const int MostRows = 1 << 24;
    private const int MostBytes = 1 << 30;

    public static ArrayPool<SourceRow> Source { get; } = ArrayPool<SourceRow>.Create(MostRows, Kept);

    public static ArrayPool<AppendRow> Target { get; } = ArrayPool<AppendRow>.Create(MostRows, Kept);

    public static ArrayPool<long> Keys { get; } = ArrayPool<long>.Create(MostRows, Kept);

    public static ArrayPool<int> Places { get; } = ArrayPool<int>.Create(MostRows, Kept);

    public static ArrayPool<byte> Bytes { get; } = ArrayPool<byte>.Create(MostBytes, Kept);
}
