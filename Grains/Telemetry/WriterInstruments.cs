using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Grains.Writer;

namespace LaunchStack.Metrics.Grains.Telemetry;

/// <summary>Whether accepted samples get committed.</summary>
internal sealed class WriterInstruments(IMeterFactory meters, IWriterHealth writer) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Nobody asks for it, so it is made as the silo is.</summary>
    public void Participate(ISiloLifecycle lifecycle) => meters.Create(ServiceMeter.Name).CreateObservableGauge(
        "launchstack.writer.trouble", () => writer.Trouble is null ? 0 : 1, unit: null, "1 while nothing, nothing of a lane or nothing of a locked instance can be committed, from the sixth second on; 0 while all is well.");
}
