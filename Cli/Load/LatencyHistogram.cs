namespace LaunchStack.Metrics.Cli.Load;

/// <summary>Counts durations in buckets that are 1 % wide, from 1 µs to about 3 hours, in constant memory.</summary>
internal sealed class LatencyHistogram
{
    private const double Width = 1.01;
    private readonly long[] _counts = new long[2_320];

    public void Add(TimeSpan duration)
    {
        var bucket = (int)Math.Log(Math.Max(1, duration.TotalMicroseconds), Width);
        Interlocked.Increment(ref _counts[Math.Min(bucket, _counts.Length - 1)]);
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
                return TimeSpan.FromMicroseconds(Math.Pow(Width, bucket + 1));
            }
        }

        return TimeSpan.Zero;
    }
}
