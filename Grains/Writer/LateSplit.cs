using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// Sends late samples to the late lane, so that they never delay current ones. Readings keep their order: while late ones of an instance wait
/// there, all readings of the instance go that way, for a reset among them would be lost if newer ones were committed first.
/// </summary>
internal sealed class LateSplit(ISampleStore store, WriterQueue queue, TimeProvider time)
{
    // How many units with readings of an instance are in the late lane.
    private readonly ConcurrentDictionary<Guid, int> _readings = new();

    /// <summary>What of a batch is to be committed now, if anything; the rest is in the late lane then.</summary>
    public WriteUnit? Current(FlushBatch batch)
    {
        if (store.LateAfter is not { } age)
        {
            return new WriteUnit(batch, null);
        }

        var horizon = time.GetUtcNow() - age;
        var held = batch.HasReadings && _readings.ContainsKey(batch.InstanceId);
        if (batch.Oldest >= horizon && !held)
        {
            return new WriteUnit(batch, null);
        }

        held |= batch.Samples.Any(pending => pending.Counter is not null && pending.Sample.Timestamp < horizon);
        var late = new List<int>();
        var current = new List<int>();
        for (var place = 0; place < batch.Samples.Count; place++)
        {
            var pending = batch.Samples[place];
            var isLate = pending.Counter is null ? pending.Sample.Timestamp < horizon : held;
            (isLate ? late : current).Add(place);
        }

        if (late.Count == 0)
        {
            return new WriteUnit(batch, null);
        }

        if (held)
        {
            _readings.AddOrUpdate(batch.InstanceId, 1, static (_, units) => units + 1);
        }

        batch.Split(current.Count == 0 ? 1 : 2);
        queue.EnqueueLate(new WriteUnit(batch, current.Count == 0 ? null : [.. late], held));
        return current.Count == 0 ? null : new WriteUnit(batch, [.. current]);
    }

    /// <summary>A unit with readings has left the late lane.</summary>
    public void Settled(Guid instanceId)
    {
        while (_readings.TryGetValue(instanceId, out var units))
        {
            if (units > 1 ? _readings.TryUpdate(instanceId, units - 1, units) : _readings.TryRemove(KeyValuePair.Create(instanceId, units)))
            {
                return;
            }
        }
    }
}
