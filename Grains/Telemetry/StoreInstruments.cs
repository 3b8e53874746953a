using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Telemetry;

/// <summary>How the database is: what is done for it, and what is in it. Every silo says the same.</summary>
internal sealed class StoreInstruments(IMeterFactory meters, StoreWatch watch) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>From when the silo is active: the store is open then.</summary>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(StoreInstruments), ServiceLifecycleStage.Active, _ => CreateAsync(), _ => watch.StopAsync());

    private Task CreateAsync()
    {
        var meter = meters.Create(ServiceMeter.Name);
        Gauge("launchstack.task.success_age", "s", "How long ago a task last succeeded, by task; where it never did, since it was first due.", task => task.SinceSuccess.TotalSeconds);
        Gauge("launchstack.task.interval", "s", "How long after one run of a task the next is due.", task => task.Every.TotalSeconds);
        Gauge("launchstack.task.failed", null, "1 where the newest run of a task failed, else 0.", task => task.HasFailed ? 1 : 0);
        meter.CreateObservableGauge(
            "launchstack.samples.newest_age",
            () => Measurements(watch.Latest()?.NewestSample?.TotalSeconds),
            "s",
            "How long ago the newest sample in the database was taken, a day where it is more; none where there is none.");
        meter.CreateObservableUpDownCounter(
            "launchstack.dead_letters", () => Measurements((double?)watch.Latest()?.DeadLetters), "{sample}", "Dead letters in the database; beyond 10,000 they are not counted.");
        return Task.CompletedTask;

        void Gauge(string name, string? unit, string description, Func<StoreTask, double> value) => meter.CreateObservableGauge(
            name,
            () => watch.Latest()?.Tasks.Select(task => new Measurement<double>(value(task), new KeyValuePair<string, object?>("task", task.Name))) ?? [],
            unit,
            description);
    }

    private static IEnumerable<Measurement<double>> Measurements(double? value) => value is { } known ? [new(known)] : [];
}
