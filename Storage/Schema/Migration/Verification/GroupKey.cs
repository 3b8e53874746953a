namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>A day and instance.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="InstanceId">The instance.</param>
internal readonly record struct GroupKey(DateOnly Day, Guid InstanceId);
