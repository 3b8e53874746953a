using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// What a lane keeps back for instances that somebody else's transaction has locked, instance by instance and in order, so that nothing waits
/// for him but the instance's own samples.
/// </summary>
internal sealed partial class LockedUnits(LaneHealth health, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<Guid, LockedInstance> _instances = [];

    private readonly long _start = time.GetTimestamp();
    private int _reported;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Whether some instance is locked.</summary>
    public bool IsAny => _instances.Count > 0;

    /// <summary>Puts a unit behind those of its instance; false where the instance has none here.</summary>
    public bool TryAdd(in WriteUnit unit)
    {
        if (!_instances.TryGetValue(unit.Batch.InstanceId, out var instance))
        {
            return false;
        }

        instance.Units.AddLast(unit);
        return true;
    }

    /// <summary>Waits until a queue has something, or something of this is to be tried again; false when neither will be.</summary>
    public async ValueTask<bool> WaitAsync<T>(ChannelReader<T> queue, CancellationToken cancellationToken)
    {
        if (_instances.Count == 0)
        {
            return await queue.WaitToReadAsync(cancellationToken);
        }

        var left = _instances.Values.Min(instance => instance.Due) - Now;
        if (left > TimeSpan.Zero)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var due = Task.Delay(left, time, waiting.Token);
            var more = queue.WaitToReadAsync(waiting.Token).AsTask();
            if (await Task.WhenAny(more, due) == due || !await more)
            {
                await due;
            }

            await waiting.CancelAsync();
        }

        return true;
    }

    /// <summary>
    /// Gathers what is to be tried again, until it is enough: of an instance that was locked no more than it takes to see whether it still is.
    /// </summary>
    public void Gather(UnitGatherer gathered, Func<bool> isFull)
    {
        if (_instances.Count == 0)
        {
            return;
        }

        var now = Now;
        foreach (var instance in _instances.Values.Where(instance => instance.Due <= now))
        {
            do
            {
                if (isFull())
                {
                    return;
                }

                gathered.Add(instance.Units.First!.Value);
                instance.Units.RemoveFirst();
            }
            while (instance.IsFree && instance.Units.Count > 0);
            instance.Try();
        }
    }

    /// <summary>Something of an instance came through: what is here of it can follow.</summary>
    public void Free(Guid instanceId)
    {
        if (!_instances.TryGetValue(instanceId, out var instance))
        {
            return;
        }

        if (instance.Units.Count > 0)
        {
            instance.Free();
        }
        else
        {
            _instances.Remove(instanceId);
        }
    }

    /// <summary>Takes what met a lock, in order, before what is here of its instances; once per transaction, after what came through.</summary>
    public void PutBack(List<WriteUnit> units)
    {
        for (var index = units.Count - 1; index >= 0; index--)
        {
            var instanceId = units[index].Batch.InstanceId;
            if (!_instances.TryGetValue(instanceId, out var instance))
            {
                _instances[instanceId] = instance = new LockedInstance();
            }

            instance.Units.AddFirst(units[index]);
            instance.PutOff(Now, time.GetTimestamp());
        }

        Report();
    }

    private void Report()
    {
        var before = _reported;
        _reported = _instances.Count;
        if (_reported == 0)
        {
            if (before > 0)
            {
                health.Lock(null, 0);
                LogFree();
            }

            return;
        }

        var (instanceId, longest) = _instances.MinBy(pair => pair.Value.Since);
        health.Lock(
            $"a transaction of somebody else has locked the instance {instanceId}, one of {_reported}, and its samples wait for its end", longest.Since);
        if (before == 0)
        {
            LogLocked(instanceId);
        }
    }

    [LoggerMessage(1011, LogLevel.Warning, "A transaction of somebody else has locked the instance {InstanceId}; its samples wait for its end, and others go on")]
    private partial void LogLocked(Guid instanceId);

    [LoggerMessage(1012, LogLevel.Information, "No instance is locked any more")]
    private partial void LogFree();
}
