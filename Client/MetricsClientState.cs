namespace LaunchStack.Metrics.Client;

/// <summary>
/// How a client's added samples are, at one moment; counts are in samples. Every added sample is pending or unconfirmed, and ends as durable,
/// rejected or lost. The numbers are read one after the other: while samples move, they need not add up.
/// </summary>
/// <param name="Pending">Added and not acknowledged: queued, under way, or on disk only.</param>
/// <param name="Unconfirmed">Accepted, and not known to be durable; kept, to be sent again if their silo dies.</param>
/// <param name="PendingBytes">About how much memory pending and unconfirmed samples take, in bytes.</param>
/// <param name="Oldest">When the oldest pending or unconfirmed sample was added, by a former client with the same directory too; null: there is none.</param>
/// <param name="Accepted">Taken by the service, since the client was made.</param>
/// <param name="Durable">Let go of, because the service told that they are committed. With <see cref="Models.Acknowledgement.Accepted"/> also those that it could not store for good, which are dead letters.</param>
/// <param name="Duplicates">Known to the service when they came first, for example because a lost answer hid that it took them.</param>
/// <param name="Rejected">Rejected by the service because they break a rule.</param>
/// <param name="Lost">Given up.</param>
/// <param name="Resent">Sent again, counted each time.</param>
/// <param name="SpilledBytes">How much the files in <see cref="MetricsClientOptions.SpillDirectory"/> take, in bytes.</param>
public sealed record MetricsClientState(
    long Pending,
    long Unconfirmed,
    long PendingBytes,
    DateTimeOffset? Oldest,
    long Accepted,
    long Durable,
    long Duplicates,
    long Rejected,
    long Lost,
    long Resent,
    long SpilledBytes);
