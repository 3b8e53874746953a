namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>A value of an hour's aggregate that is not what its rows say.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Hour">The hour.</param>
/// <param name="Column">The column of <c>resource_usage_hourly</c>; <c>sample_count</c> with a null where one side has no such hour.</param>
/// <param name="Expected">What the rows say.</param>
/// <param name="Actual">What the aggregate says.</param>
public sealed record HourDifference(Guid InstanceId, DateTimeOffset Hour, string Column, string? Expected, string? Actual);
