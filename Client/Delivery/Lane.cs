using LaunchStack.Metrics.Client.Keeping;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>One of the client's lanes, from where samples are added to where they are let go: an instance always goes by the same one.</summary>
internal sealed class Lane : IAsyncDisposable
{
    private readonly LaneDelivery _delivery;

    public Lane(
        long key,
        MetricsClientOptions options,
        Pusher pusher,
        Room room,
        DeliveryCounters counters,
        TimeProvider timeProvider,
        ILogger logger)
    {
        Losses = new Losses(options.OnLost, logger);
        Kept = new KeptParts(options, timeProvider);
        _delivery = new LaneDelivery(key, options, pusher, Kept, room, counters, Losses);
        Confirmation = new Confirmation(key, options, pusher, Kept, _delivery, room, timeProvider);
        Pushes = new PushLane(options, _delivery, Losses, timeProvider);
    }

    /// <summary>What will not be stored.</summary>
    public Losses Losses { get; }

    /// <summary>What is accepted and not known to be durable.</summary>
    public KeptParts Kept { get; }

    /// <summary>Asks how far that is durable.</summary>
    public Confirmation Confirmation { get; }

    /// <summary>What was added and is being pushed.</summary>
    public PushLane Pushes { get; }

    public ValueTask DisposeAsync() => _delivery.DisposeAsync();
}
