namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>An hour of an instance, in the order in which PostgreSQL sorts them.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Hour">The hour's first moment.</param>
internal readonly record struct HourKey(Guid InstanceId, DateTimeOffset Hour) : IComparable<HourKey>
{
    /// <summary>The day (UTC).</summary>
    public DateOnly Day => DateOnly.FromDateTime(Hour.UtcDateTime);

    // Guids compare by their bytes in RFC 9562 order, as the server's do.
    public int CompareTo(HourKey other) =>
        InstanceId.CompareTo(other.InstanceId) is not 0 and var order ? order : Hour.CompareTo(other.Hour);
}
