namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>Room for samples and bytes that are accepted and not durable, with a bound for either.</summary>
internal sealed class TailRoom(long maxSamples, long maxBytes)
{
    private long _samples;
    private long _bytes;

    /// <summary>The bounds, for who is refused; made once, for under overload there are thousands a second.</summary>
    public string Bounds { get; } = $"this silo may hold {maxSamples} samples and {maxBytes} bytes of them that wait for the database";

    public long Samples => Volatile.Read(ref _samples);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Takes room for all of it or for nothing.</summary>
    public bool TryTake(int samples, long bytes)
    {
        if (Interlocked.Add(ref _samples, samples) <= maxSamples & Interlocked.Add(ref _bytes, bytes) <= maxBytes)
        {
            return true;
        }

        Release(samples, bytes);
        return false;
    }

    // Every push comes by here, from all cores: what changes nothing must not take the line of memory from the others.
    public void Release(int samples, long bytes)
    {
        if (samples != 0)
        {
            Interlocked.Add(ref _samples, -samples);
        }

        if (bytes != 0)
        {
            Interlocked.Add(ref _bytes, -bytes);
        }
    }
}
