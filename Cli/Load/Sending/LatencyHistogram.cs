namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>Counts durations in buckets that are 1 % wide, from 1 µs to about 3 hours, in constant memory.</summary>
internal sealed class LatencyHistogram
{
    private const double Width = 1.01;

    private static readonly double LogOfWidth = Math.Log(Width);

    private readonly long[] _counts = new long[2_320];
    private long _most;

    /// <summary>The longest duration; zero where there are none.</summary>
    public TimeSpan Max => TimeSpan.FromTicks(Interlocked.Read(ref _most));

    public void Add(TimeSpan duration)
    {
        var bucket = (int)(Math.Log(Math.Max(1, duration.TotalMicroseconds)) / LogOfWidth);
        Interlocked.Increment(ref _counts[Math.Min(bucket, _counts.Length - 1)]);
        for (var most = Interlocked.Read(ref _most); duration.Ticks > most;)
        {
            most = Interlocked.CompareExchange(ref _most, duration.Ticks, most) is var seen && seen == most ? duration.Ticks : seen;
        }
    }

    /// <summary>A duration that the given part of all durations does not exceed; zero where there are none.</summary>
    /// <param name="part">From 0 to 1.</param>
    public TimeSpan Percentile(double part)
    {
        var left = Math.Max(1, (long)Math.Ceiling(_counts.Sum() * part));
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            left -= _counts[bucket];
            if (left <= 0)
            {
                var edge = TimeSpan.FromMicroseconds(Math.Pow(Width, bucket + 1));
                return edge < Max ? edge : Max;
            }
        }

        return TimeSpan.Zero;
    }
}
