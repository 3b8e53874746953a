using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Grains.Telemetry;

namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>How much is watched live.</summary>
internal sealed class LiveInstruments(IMeterFactory meters, LiveFeeds feeds) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Nobody asks for them, so they are made as the silo is.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        var meter = meters.Create(ServiceMeter.Name);
        meter.CreateObservableUpDownCounter("launchstack.live.streams", () => feeds.Viewers, "{stream}", "Live streams that are open.");
        meter.CreateObservableCounter("launchstack.live.samples", () => feeds.Sent, "{sample}", "Samples sent to live streams.");
    }
}
