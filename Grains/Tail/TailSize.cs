using System.Runtime.CompilerServices;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>What accepted samples take in memory, in bytes; estimated once, when they are accepted.</summary>
internal static class TailSize
{
    /// <summary>What an instance's tail takes before its first sample: itself, its place in the registry, its batch in flight.</summary>
    public const int Tail = 600;

    // What is left is for messages, for the writer's copy of a batch, and for the garbage between two collections. A tail that filled the
    // memory would keep the writer from making it smaller.
    private const int ShareOfMemory = 4;

    // A lane's copy of a transaction's samples, and as much again for the driver's.
    private const int BatchShareOfMemory = 32;

    private const int CacheShareOfMemory = 16;

    // An object's header, two references and a moment, and the source's text, which all samples of a push share.
    private const int Counter = 80;

    // An object of 100 bytes, its task and who waits for it, and the array's header. Each push may be one.
    private const int Batch = 200;

    /// <summary>One sample: a buffer has up to twice the places that it needs.</summary>
    public static readonly int Sample = 2 * Unsafe.SizeOf<PendingSample>();

    /// <summary>What a silo's tails may take in all: what is set, and a quarter of the memory that the process may have at the most.</summary>
    public static long BoundOf(MetricsOptions options) =>
        Math.Min(options.TailBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory);

    /// <summary>What the samples of one transaction may take: what is set, and a small part of that memory at the most.</summary>
    public static long BatchBoundOf(MetricsOptions options) =>
        Math.Min(options.WriterBatchBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BatchShareOfMemory);

    /// <summary>What kept answers of the database may take: what is set, and a part of that memory at the most.</summary>
    public static long CacheBoundOf(MetricsOptions options) =>
        Math.Min(options.CacheBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / CacheShareOfMemory);

    /// <summary>The samples of one push.</summary>
    public static long Of(int samples, CounterKey? counter) =>
        Batch + ((long)samples * Sample) + (counter is null ? 0 : Counter + (sizeof(char) * counter.Source.Length));
}
