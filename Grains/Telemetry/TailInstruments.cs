using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Grains.Tail;

namespace LaunchStack.Metrics.Grains.Telemetry;

/// <summary>What waits in memory for the database.</summary>
internal sealed class TailInstruments(IMeterFactory meters, TailRegistry tails, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Nobody asks for them, so they are made as the silo is.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        var meter = meters.Create(ServiceMeter.Name);
        meter.CreateObservableUpDownCounter("launchstack.tail.samples", () => tails.Samples, "{sample}", "Samples accepted and not durable.");
        meter.CreateObservableUpDownCounter("launchstack.tail.size", () => tails.Bytes, "By", "Memory of what is accepted and not durable.");
        meter.CreateObservableUpDownCounter("launchstack.tail.instances", () => tails.Instances, "{instance}", "Instances with samples that are not durable.");
        meter.CreateObservableGauge(
            "launchstack.tail.oldest_age",
            () => tails.OldestAccepted() is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0,
            "s",
            "How long ago the oldest sample was accepted that is not durable; 0 where there is none.");
    }
}
