using System.Diagnostics.Metrics;

namespace LaunchStack.Metrics.Grains.Telemetry;

/// <summary>How long commits take, and how many samples they have.</summary>
internal sealed class CommitInstruments
{
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _size;

    public CommitInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(ServiceMeter.Name);
        _duration = meter.CreateHistogram("launchstack.commit.duration", "s", "From taking a batch to its commit, attempts that failed included.", advice: Latencies.Advice);
        _size = meter.CreateHistogram(
            "launchstack.commit.size",
            "{sample}",
            "Samples of a batch.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 10, 100, 1_000, 10_000, 100_000] });
    }

    public void Record(TimeSpan duration, int samples)
    {
        _duration.Record(duration.TotalSeconds);
        _size.Record(samples);
    }
}
