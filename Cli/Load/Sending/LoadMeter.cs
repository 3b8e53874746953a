namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>Makes rates of counts that are observed now and then, from the end of the warm-up to the last commit.</summary>
internal sealed class LoadMeter
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    // Of less no rate can be made that would come out alike again; a short run is measured from its start.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private (TimeSpan At, LoadCounts Counts) _warm;
    private (TimeSpan At, LoadCounts Counts) _last;

    public (double Accepted, double Durable) PerSecond
    {
        get
        {
            lock (_lock)
            {
                var from = _last.At - _warm.At >= Least ? _warm : default;
                var seconds = Math.Max((_last.At - from.At).TotalSeconds, 0.001);

                // What was accepted in the warm-up is left out of both rates: its commits come seconds later, within the time that counts.
                return (
                    (_last.Counts.Accepted - from.Counts.Accepted) / seconds,
                    Math.Max(0, _last.Counts.Durable - Math.Max(from.Counts.Accepted, from.Counts.Durable)) / seconds);
            }
        }
    }

    public void Observe(TimeSpan elapsed, LoadCounts counts)
    {
        lock (_lock)
        {
            // Without a commit since, the last one is still the last.
            _last = (counts.Durable > _last.Counts.Durable ? elapsed : _last.At, counts);
            if (_warm.At == TimeSpan.Zero && elapsed >= WarmUp)
            {
                _warm = (elapsed, counts);
            }
        }
    }
}
