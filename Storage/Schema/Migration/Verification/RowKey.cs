namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>Which row it is, in the order in which PostgreSQL sorts them.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Timestamp">The time.</param>
internal readonly record struct RowKey(Guid InstanceId, DateTimeOffset Timestamp) : IComparable<RowKey>
{
    /// <summary>The day (UTC) and instance that it belongs to.</summary>
    public GroupKey Group => new(DateOnly.FromDateTime(Timestamp.UtcDateTime), InstanceId);

    public int CompareTo(RowKey other) =>
        InstanceId.CompareTo(other.InstanceId) is not 0 and var order ? order : Timestamp.CompareTo(other.Timestamp);
}
