using System.Diagnostics.Metrics;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>The client's metrics, under the meter <see cref="MetricsClient.MeterName"/>.</summary>
internal sealed class ClientInstruments : IDisposable
{
    private readonly Meter _meter = new(MetricsClient.MeterName);
    private readonly Histogram<double> _pushDuration;

    /// <param name="client">Asked for each figure by itself when somebody looks: the oldest sample takes a search.</param>
    /// <param name="timeProvider">The clock.</param>
    public ClientInstruments(MetricsClient client, TimeProvider timeProvider)
    {
        _pushDuration = _meter.CreateHistogram(
            "launchstack.client.push.duration",
            "s",
            "How long pushes took that the service answered, each attempt by itself.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25] });
        Accepted = Counter("accepted", "Added samples that the service took.");
        Durable = Counter("durable", "Added samples that the service told to be committed.");
        Duplicates = Counter("duplicates", "Added samples that the service had already.");
        Rejected = Counter("rejected", "Added samples that the service rejected.");
        Lost = Counter("lost", "Added samples that were given up.");
        Resent = Counter("resent", "Samples sent again, counted each time.");
        Gauge("samples.pending", "{sample}", "Added samples that are not acknowledged.", () => client.Pending);
        Gauge("samples.unconfirmed", "{sample}", "Accepted samples that are not known to be durable.", () => client.Unconfirmed);
        Gauge("pending.size", "By", "About how much memory samples take.", () => client.PendingBytes);
        Gauge("spill.size", "By", "How much samples take on disk.", () => client.SpilledBytes);
        _meter.CreateObservableGauge(
            "launchstack.client.oldest.age",
            () => client.Oldest is { } oldest ? (timeProvider.GetUtcNow() - oldest).TotalSeconds : 0,
            "s",
            "How long ago the oldest sample was added that is not known to be durable.");

        Counter<long> Counter(string name, string description) => _meter.CreateCounter<long>($"launchstack.client.samples.{name}", "{sample}", description);
        void Gauge(string name, string unit, string description, Func<long> value) =>
            _meter.CreateObservableGauge($"launchstack.client.{name}", value, unit, description);
    }

    public Counter<long> Accepted { get; }

    public Counter<long> Durable { get; }

    public Counter<long> Duplicates { get; }

    public Counter<long> Rejected { get; }

    public Counter<long> Lost { get; }

    public Counter<long> Resent { get; }

    public void RecordPush(TimeSpan duration) => _pushDuration.Record(duration.TotalSeconds);

    public void Dispose() => _meter.Dispose();
}
