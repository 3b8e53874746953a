using System.Diagnostics.Metrics;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>What the silo has done with samples since it started: for operators, and for the last line of a stop.</summary>
internal sealed class SampleCounters : ISampleTotals
{
    private const string MeterName = "LaunchStack.Metrics";

    private readonly Counter<long> _acceptedCounter;
    private readonly Counter<long> _durableCounter;
    private readonly Counter<long> _duplicatesCounter;
    private readonly Counter<long> _refusedCounter;
    private readonly Counter<long> _rejectedCounter;
    private readonly Counter<long> _refusedPushesCounter;
    private readonly Counter<long> _droppedCounter;
    private readonly Counter<long> _deadLetteredCounter;
    private long _accepted;
    private long _durable;
    private long _dropped;
    private long _deadLettered;

    public SampleCounters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _acceptedCounter = meter.CreateCounter<long>("launchstack.samples.accepted", "{sample}", "Samples taken into memory.");
        _durableCounter = meter.CreateCounter<long>("launchstack.samples.durable", "{sample}", "Samples found committed, now or before.");
        _duplicatesCounter = meter.CreateCounter<long>("launchstack.samples.duplicates", "{sample}", "Samples that were there already.");
        _refusedCounter = meter.CreateCounter<long>("launchstack.samples.refused", "{sample}", "Samples refused for want of room.");
        _rejectedCounter = meter.CreateCounter<long>("launchstack.samples.rejected", "{sample}", "Samples that break a rule; their neighbours were taken.");
        _refusedPushesCounter = meter.CreateCounter<long>(
            "launchstack.pushes.refused", "{push}", "An instance's part of a push that was refused whole, by reason.");
        _droppedCounter = meter.CreateCounter<long>("launchstack.samples.dropped", "{sample}", "Accepted samples that are lost.");
        _deadLetteredCounter = meter.CreateCounter<long>(
            "launchstack.samples.dead_lettered", "{sample}", "Accepted samples that the database refused and that were put aside.");
    }

    public long Accepted => Volatile.Read(ref _accepted);

    public long Durable => Volatile.Read(ref _durable);

    public long Dropped => Volatile.Read(ref _dropped);

    public long DeadLettered => Volatile.Read(ref _deadLettered);

    public void CountAccepted(int samples)
    {
        Interlocked.Add(ref _accepted, samples);
        _acceptedCounter.Add(samples);
    }

    public void CountDurable(int samples)
    {
        Interlocked.Add(ref _durable, samples);
        _durableCounter.Add(samples);
    }

    public void CountDropped(long samples)
    {
        Interlocked.Add(ref _dropped, samples);
        _droppedCounter.Add(samples);
    }

    public void CountDeadLettered(int samples)
    {
        Interlocked.Add(ref _deadLettered, samples);
        _deadLetteredCounter.Add(samples);
    }

    public void CountDuplicates(int samples) => _duplicatesCounter.Add(samples);

    public void CountRejected(int samples) => _rejectedCounter.Add(samples);

    public void CountRefusedPush(PushException fault) => _refusedPushesCounter.Add(1, new KeyValuePair<string, object?>("reason", ReasonOf(fault)));

    public void CountRefused(int samples) => _refusedCounter.Add(samples);

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
