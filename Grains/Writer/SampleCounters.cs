using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Grains.Telemetry;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>What the silo has done with samples since it started: for operators, and for the last line of a stop.</summary>
internal sealed class SampleCounters : ISampleTotals, IRefusals
{
    private readonly Counter<long> _refusedPushes;
    private long _accepted;
    private long _durable;
    private long _duplicates;
    private long _refused;
    private long _rejected;
    private long _dropped;
    private long _deadLettered;

    public SampleCounters(IMeterFactory meters)
    {
        // What is counted with each push is read when somebody looks.
        var meter = meters.Create(ServiceMeter.Name);
        Observe("accepted", () => Accepted, "Samples taken into memory.");
        Observe("durable", () => Durable, "Samples found committed, now or before.");
        Observe("duplicates", () => Volatile.Read(ref _duplicates), "Samples that were there already.");
        Observe("refused", () => Volatile.Read(ref _refused), "Samples refused for want of room.");
        Observe("rejected", () => Volatile.Read(ref _rejected), "Samples that break a rule; their neighbours were taken.");
        Observe("dropped", () => Dropped, "Accepted samples that are lost.");
        Observe("dead_lettered", () => DeadLettered, "Accepted samples that the database refused and that were put aside.");
        _refusedPushes = meter.CreateCounter<long>("launchstack.pushes.refused", "{push}", "Pushes, or an instance's part of one, that were refused whole, by reason.");

        void Observe(string name, Func<long> read, string description) =>
            meter.CreateObservableCounter($"launchstack.samples.{name}", read, "{sample}", description);
    }

    public long Accepted => Volatile.Read(ref _accepted);

    public long Durable => Volatile.Read(ref _durable);

    public long Dropped => Volatile.Read(ref _dropped);

    public long DeadLettered => Volatile.Read(ref _deadLettered);

    public void CountAccepted(int samples) => Interlocked.Add(ref _accepted, samples);

    public void CountDurable(int samples) => Interlocked.Add(ref _durable, samples);

    public void CountDropped(long samples) => Interlocked.Add(ref _dropped, samples);

    public void CountDeadLettered(int samples) => Interlocked.Add(ref _deadLettered, samples);

    public void CountDuplicates(int samples) => Interlocked.Add(ref _duplicates, samples);

    public void CountRejected(int samples) => Interlocked.Add(ref _rejected, samples);

    public void CountRefused(int samples) => Interlocked.Add(ref _refused, samples);

    public void CountRefusedPush(PushException fault) => _refusedPushes.Add(1, new KeyValuePair<string, object?>("reason", ReasonOf(fault)));

    private static string ReasonOf(PushException fault) => fault switch
    {
        InvalidRequestException => "invalid",
        UnknownInstanceException => "unknown_instance",
        OverloadedException => "overloaded",
        DurabilityUnknownException => "durability_unknown",
        StoreUnavailableException => "store_unavailable",
        _ => "other",
    };
}
