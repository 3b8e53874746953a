namespace LaunchStack.Metrics.Client;

public sealed partial class MetricsClient
{
    /// <summary>The name of the meter under which clients publish their metrics.</summary>
    public const string MeterName = "LaunchStack.Metrics.Client";

    /// <summary>How added samples are now. Looks for the oldest of them, which takes milliseconds where many are kept; the single counters do not.</summary>
    public MetricsClientState State => new(
        Pending,
        Unconfirmed,
        PendingBytes,
        Oldest,
        _counters.Accepted,
        _counters.Durable,
        _counters.Duplicates,
        _counters.Rejected,
        _counters.Lost,
        _counters.Resent,
        SpilledBytes);

    /// <summary>Samples that were added and are not acknowledged yet.</summary>
    public long Pending => Math.Max(0, _room.Samples - Unconfirmed) + (_spill?.SamplesBehind ?? 0);

    /// <summary>Added samples that the service took.</summary>
    public long Accepted => _counters.Accepted;

    /// <summary>Added samples that the service told to be committed; with <see cref="Models.Acknowledgement.Accepted"/> also those that it could not store for good.</summary>
    public long Durable => _counters.Durable;

    /// <summary>Added samples that the service had already, resent ones among them.</summary>
    public long Duplicates => _counters.Duplicates;

    /// <summary>Added samples that the service rejected because they break a rule.</summary>
    public long Rejected => _counters.Rejected;

    /// <summary>Added samples that were given up.</summary>
    public long Lost => _counters.Lost;

    /// <summary>Samples sent again, counted each time.</summary>
    public long Resent => _counters.Resent;

    internal long PendingBytes => _room.Bytes;

    internal long SpilledBytes => _disk.Bytes;

    internal long Unconfirmed => _lanes.Sum(lane => lane.Kept.Samples);

    internal DateTimeOffset? Oldest
    {
        get
        {
            var oldest = _lanes.SelectMany(lane => (long?[])[lane.Pushes.OldestAddedAt, lane.Kept.OldestAddedAt]).Append(_spill?.OldestAddedAt).Min();
            return oldest is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        }
    }
}
