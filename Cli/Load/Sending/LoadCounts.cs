namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>What became of added samples so far.</summary>
/// <param name="Accepted">Taken by the service, counted once each.</param>
/// <param name="Durable">Committed in the store.</param>
/// <param name="Duplicates">Sent again, and there already.</param>
/// <param name="Rejected">Refused because they break a rule.</param>
/// <param name="Resent">Sent again, counted each time.</param>
/// <param name="Lost">Given up.</param>
internal readonly record struct LoadCounts(long Accepted, long Durable, long Duplicates, long Rejected, long Resent, long Lost)
{
    public static LoadCounts operator +(LoadCounts one, LoadCounts other) => new(
        one.Accepted + other.Accepted,
        one.Durable + other.Durable,
        one.Duplicates + other.Duplicates,
        one.Rejected + other.Rejected,
        one.Resent + other.Resent,
        one.Lost + other.Lost);
}
