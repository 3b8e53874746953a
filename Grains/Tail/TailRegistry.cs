using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>The silo's tail: every instance that has accepted samples which are not durable yet. One per silo.</summary>
internal sealed class TailRegistry(
    IOptions<MetricsOptions> options, WriterQueue queue, WriteMarks marks, LeftInstances left, SampleCounters counters)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, InstanceTail> _tails = new();
    private readonly SiloPositions _positions = new();
    private volatile bool _isClosed;
    private readonly TailRoom _room = new(options.Value.TailCapacity, TailSize.BoundOf(options.Value));
    private readonly MetricsOptions _options = options.Value;
    private readonly string _instanceIsFull =
        $"an instance may have {options.Value.InstanceTailCapacity} samples and {options.Value.InstanceTailBytes} bytes of them that wait for the database";

    /// <summary>The silo's process, as receipts name it.</summary>
    public Guid Silo => _positions.Silo;

    /// <summary>How many samples the silo holds that are not durable.</summary>
    public long Samples => _room.Samples;

    /// <summary>What they take in memory, in bytes.</summary>
    public long Bytes => _room.Bytes;

    /// <summary>How many instances have samples that are not durable.</summary>
    public int Instances => _tails.Count;

    /// <summary>When the oldest push came that is not durable; null where everything is.</summary>
    public DateTimeOffset? OldestAccepted() => _tails.Values.Min(tail => tail.Since);

    /// <summary>Takes a push's valid samples; all but duplicates, or none.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="push">The push.</param>
    /// <param name="handOver">Whether to hand the buffer to the writer with them.</param>
    /// <param name="refusal">Why nothing was taken: there is no room.</param>
    /// <returns>What was done with them; null where they were refused.</returns>
    public AppendedPush? Append(Guid instanceId, CheckedPush push, bool handOver, out OverloadedException? refusal)
    {
        refusal = null;
        var samples = push.Valid.Length;
        if (_isClosed)
        {
            refusal = Refuse(samples, "this silo is stopping");
            return null;
        }

        if (!_room.TryTake(samples, push.Bytes))
        {
            refusal = Refuse(samples, _room.Bounds);
            return null;
        }

        while (true)
        {
            if (TailOf(instanceId) is not { } tail)
            {
                _room.Release(samples, push.Bytes);
                refusal = Refuse(samples, _room.Bounds);
                return null;
            }

            if (tail.Append(push, _positions, handOver ? queue.Enqueue : null, out var full) is { } appended)
            {
                _room.Release(appended.Known.Count, appended.Taken == 0 ? push.Bytes : 0);
                counters.CountAccepted(appended.Taken);
                if (appended.Known.Count > 0)
                {
                    counters.CountDuplicates(appended.Known.Count);
                }

                return appended;
            }

            if (full)
            {
                _room.Release(samples, push.Bytes);
                refusal = Refuse(samples, _instanceIsFull);
                return null;
            }
        }
    }

    /// <summary>Hands an instance's buffer to the writer; the batch to await for all of its tail, or null when it has none.</summary>
    public FlushBatch? HandOver(Guid instanceId) =>
        _tails.TryGetValue(instanceId, out var tail) ? tail.HandOver(queue.Enqueue) : null;

    /// <summary>Hands an instance's buffer to the writer, if the first push in it is the one with this position.</summary>
    public void HandOver(Guid instanceId, long firstPosition)
    {
        if (_tails.TryGetValue(instanceId, out var tail))
        {
            tail.HandOver(queue.Enqueue, firstPosition);
        }
    }

    /// <summary>The position of the first push in an instance's buffer; null where that is empty.</summary>
    public long? BufferOf(Guid instanceId) => _tails.TryGetValue(instanceId, out var tail) ? tail.FirstBuffered : null;

    /// <summary>Takes nothing more: the writer is about to stop.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Hands over every buffer; the batches to await for all of the tail.</summary>
    public IReadOnlyList<FlushBatch> HandOverAll() => [.. _tails.Values.Select(tail => tail.HandOver(queue.Enqueue)).OfType<FlushBatch>()];

    /// <summary>Forgets a batch that is durable or given up.</summary>
    public void Complete(FlushBatch batch)
    {
        marks.Note(batch.InstanceId, batch.Oldest);
        marks.NoteSlices(batch.Samples);
        if (_tails.TryGetValue(batch.InstanceId, out var tail) && tail.Complete(batch) && _tails.TryRemove(KeyValuePair.Create(batch.InstanceId, tail)))
        {
            _room.Release(0, TailSize.Tail);
        }

        _room.Release(batch.Samples.Count, batch.Bytes);
        if (!_isClosed)
        {
            left.Tell(batch.InstanceId, batch.Oldest);
        }
    }

    /// <summary>An instance's tail, in the order of acceptance, and then the marks.</summary>
    public TailSnapshot Snapshot(Guid instanceId)
    {
        // An hour that is over by then is over for the samples of this tail.
        var openHour = marks.OpenHour;
        var samples = SamplesOf(instanceId);
        var (writes, lateWrites) = marks.Of(instanceId);
        return new TailSnapshot { Samples = samples, Silo = Silo, Writes = writes, LateWrites = lateWrites, OpenHour = openHour };
    }

    /// <summary>The tails that have a sample within a range, whole where they have readings, which stand for nothing alone; and then the marks.</summary>
    public SiloTail Read(DateTimeOffset from, DateTimeOffset to)
    {
        var found = new Dictionary<Guid, IReadOnlyList<PendingSample>>();
        foreach (var (instanceId, tail) in _tails)
        {
            var samples = tail.Snapshot();
            var within = samples.Where(pending => pending.Sample.Timestamp >= from && pending.Sample.Timestamp < to).ToArray();
            if (within.Length > 0)
            {
                found.Add(instanceId, within.Any(pending => pending.Counter is not null) ? samples : within);
            }
        }

        return Marked(found) with { Slices = marks.Slices(from, to) };
    }

    /// <summary>The newest sample of each of these instances that has a tail, with the readings before it, and then the marks.</summary>
    public SiloTail ReadNewest(IEnumerable<Guid> instanceIds)
    {
        var found = new Dictionary<Guid, IReadOnlyList<PendingSample>>();
        foreach (var instanceId in instanceIds)
        {
            if (SamplesOf(instanceId) is { Count: > 0 } samples)
            {
                var newest = samples.MaxBy(pending => pending.Sample.Timestamp);
                found.Add(instanceId, newest.Counter is null ? [newest] : samples);
            }
        }

        return Marked(found);
    }

    private SiloTail Marked(Dictionary<Guid, IReadOnlyList<PendingSample>> found) => new(Silo, marks.AllWrites, marks.AllLateWrites, marks.OpenHour, found);

    private IReadOnlyList<PendingSample> SamplesOf(Guid instanceId) => _tails.TryGetValue(instanceId, out var tail) ? tail.Snapshot() : [];

    /// <summary>How far an instance is durable, after its buffer is handed to the writer where that is wanted.</summary>
    public Durability DurabilityOf(Guid instanceId, bool handOver)
    {
        if (handOver)
        {
            HandOver(instanceId);
        }

        return DurabilityOf(instanceId);
    }

    /// <summary>How far an instance is durable.</summary>
    public Durability DurabilityOf(Guid instanceId)
    {
        // Before the look-up: a push that has its position by now has its tail by then.
        var newest = _positions.Newest;
        return _tails.TryGetValue(instanceId, out var tail) ? tail.DurabilityOf(_positions, newest) : _positions.At(newest, newest);
    }

    /// <summary>An instance's tail, made where it is not there; null where the silo has no room for it.</summary>
    private InstanceTail? TailOf(Guid instanceId)
    {
        if (_tails.TryGetValue(instanceId, out var found))
        {
            return found;
        }

        if (!_room.TryTake(0, TailSize.Tail))
        {
            return null;
        }

        var made = new InstanceTail(instanceId, _options.InstanceTailCapacity, _options.InstanceTailBytes);
        var tail = _tails.GetOrAdd(instanceId, made);
        if (tail != made)
        {
            _room.Release(0, TailSize.Tail);
        }

        return tail;
    }

    private OverloadedException Refuse(int samples, string what)
    {
        counters.CountRefused(samples);
        return new OverloadedException(what, RetryAfter);
    }
}
