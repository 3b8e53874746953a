using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Client;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>Gathers what this process's clients measure of answered pushes.</summary>
internal sealed class PushLatencies : IDisposable
{
    private const string PushDuration = "launchstack.client.push.duration";

    private readonly MeterListener _listener = new();

    public PushLatencies(LatencyHistogram histogram)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == MetricsClient.MeterName && instrument.Name == PushDuration)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => histogram.Add(TimeSpan.FromSeconds(seconds)));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}
