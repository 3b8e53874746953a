using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>
/// Numbers the pushes that this silo's process accepts, of all instances in one row: an instance that has no tail needs no memory for
/// what its last position was.
/// </summary>
internal sealed class SiloPositions
{
    private long _newest;

    /// <summary>The silo's process.</summary>
    public Guid Silo { get; } = Guid.NewGuid();

    /// <summary>The newest position given out.</summary>
    public long Newest => Volatile.Read(ref _newest);

    public long Next() => Interlocked.Increment(ref _newest);

    public Durability At(long accepted, long durable) => new(Silo, accepted, durable);
}
