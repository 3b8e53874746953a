using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>How far back the database can tell: what is older has been dropped, or is about to be.</summary>
/// <param name="Raw">The oldest raw row.</param>
/// <param name="Hour">The oldest hour.</param>
internal readonly record struct OldestKept(DateTimeOffset Raw, DateTimeOffset Hour)
{
    public static OldestKept Of(Lifecycle lifecycle, DateTimeOffset now) => new(now - lifecycle.RawRetention, now - lifecycle.HourlyRetention);
}
