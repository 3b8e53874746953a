using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>The silo's tail: every instance that has accepted samples which are not durable yet. One per silo.</summary>
internal sealed class TailRegistry(IOptions<MetricsOptions> options, WriterQueue queue, SampleCounters counters)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, InstanceTail> _tails = new();
    private readonly MetricsOptions _options = options.Value;
    private readonly SiloPositions _positions = new();
    private int _samples;

    /// <summary>How many samples the silo holds that are not durable.</summary>
    public int Samples => Volatile.Read(ref _samples);

    /// <summary>Takes a push's valid samples; all but duplicates, or none.</summary>
    /// <exception cref="OverloadedException">There is no room.</exception>
    /// <param name="instanceId">The instance.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="handOver">Whether to hand the buffer to the writer with them.</param>
    public AppendedPush Append(Guid instanceId, IReadOnlyList<PendingSample> samples, bool handOver)
    {
        Reserve(samples.Count);
        while (true)
        {
            var tail = _tails.GetOrAdd(instanceId, static id => new InstanceTail(id));
            if (tail.Append(samples, _options.InstanceTailCapacity, _positions, handOver ? queue.Enqueue : null, out var full) is { } appended)
            {
                Release(appended.Known.Count);
                counters.CountAccepted(appended.Taken.Count);
                counters.CountDuplicates(appended.Known.Count);
                return appended;
            }

            if (full)
            {
                Release(samples.Count);
                throw Refuse(samples.Count, $"{_options.InstanceTailCapacity} samples of this instance wait for the database");
            }
        }
    }

    /// <summary>Hands an instance's buffer to the writer; the batch to await for all of its tail, or null when it has none.</summary>
    public FlushBatch? HandOver(Guid instanceId) =>
        _tails.TryGetValue(instanceId, out var tail) ? tail.HandOver(queue.Enqueue) : null;

    /// <summary>Hands over every buffer: what is left when the grains are gone.</summary>
    public void HandOverAll()
    {
        foreach (var tail in _tails.Values)
        {
            tail.HandOver(queue.Enqueue);
        }
    }

    /// <summary>Forgets a batch that is durable or given up.</summary>
    public void Complete(FlushBatch batch)
    {
        if (_tails.TryGetValue(batch.InstanceId, out var tail) && tail.Complete(batch))
        {
            _tails.TryRemove(KeyValuePair.Create(batch.InstanceId, tail));
        }

        Release(batch.Samples.Length);
    }

    /// <summary>An instance's tail, in the order of acceptance.</summary>
    public IReadOnlyList<PendingSample> Snapshot(Guid instanceId) =>
        _tails.TryGetValue(instanceId, out var tail) ? tail.Snapshot() : [];

    /// <summary>How far an instance is durable.</summary>
    public Durability DurabilityOf(Guid instanceId)
    {
        // Before the look-up: a push that has its position by now has its tail by then.
        var newest = _positions.Newest;
        return _tails.TryGetValue(instanceId, out var tail) ? tail.DurabilityOf(_positions, newest) : _positions.At(newest, newest);
    }

    private void Reserve(int samples)
    {
        if (Interlocked.Add(ref _samples, samples) > _options.TailCapacity)
        {
            Release(samples);
            throw Refuse(samples, $"{_options.TailCapacity} samples of this silo wait for the database");
        }
    }

    private void Release(int samples) => Interlocked.Add(ref _samples, -samples);

    private OverloadedException Refuse(int samples, string what)
    {
        counters.CountRefused(samples);
        return new OverloadedException(what, RetryAfter);
    }
}
