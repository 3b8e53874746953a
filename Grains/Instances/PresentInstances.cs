using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// The instances whose grains are on this silo. What comes in for them on the same silo goes to the tail without a call to the grain, which
/// would cost more than the push; a call now and then keeps the grain from being collected for idle.
/// </summary>
internal sealed class PresentInstances(IOptions<GrainCollectionOptions> collection, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, long> _called = new();
    private readonly TimeSpan _longestQuiet = collection.Value.CollectionAge / 2;
    private int _active;

    /// <summary>How many instances' grains are on this silo, those included that nobody has pushed to here yet.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Says that an instance's grain has come to life here.</summary>
    public void Begin() => Interlocked.Increment(ref _active);

    /// <summary>Says that one that had come to life here ends.</summary>
    public void End() => Interlocked.Decrement(ref _active);

    /// <summary>Says that an instance's grain is here, and was called just now.</summary>
    public void Enter(Guid instanceId) => _called[instanceId] = time.GetTimestamp();

    /// <summary>Says that an instance's grain is on its way out.</summary>
    public void Leave(Guid instanceId) => _called.TryRemove(instanceId, out _);

    /// <summary>Whether an instance's grain is here.</summary>
    public bool IsHere(Guid instanceId) => _called.ContainsKey(instanceId);

    /// <summary>Whether an instance's grain is here, and need not be called to stay.</summary>
    public bool NeedsNoCall(Guid instanceId) => _called.TryGetValue(instanceId, out var called) && time.GetElapsedTime(called) < _longestQuiet;

    /// <summary>Some of the instances that are here.</summary>
    /// <param name="count">How many at the most.</param>
    public IReadOnlyList<Guid> Take(int count) => [.. _called.Take(count).Select(present => present.Key)];
}
