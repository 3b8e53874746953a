using LaunchStack.Metrics.Client.Delivery;

namespace LaunchStack.Metrics.Client.Keeping;

/// <summary>What is kept of one instance, all of it accepted by one silo, in the order of its positions there.</summary>
internal sealed class KeptInstance(Guid silo, long now)
{
    /// <summary>The silo that accepted it.</summary>
    public Guid Silo { get; set; } = silo;

    public Queue<Part> Parts { get; } = new(1);

    /// <summary>When the first of it was accepted, or that silo last said something that let go of a part: a timestamp of the clock.</summary>
    public long WaitingSince { get; set; } = now;

    /// <summary>When that silo last said anything.</summary>
    public long ToldAt { get; set; } = now;

    /// <summary>When it was last asked.</summary>
    public long AskedAt { get; set; } = now;

    /// <summary>When the newest part was accepted.</summary>
    public long KeptAt { get; set; } = now;
}
