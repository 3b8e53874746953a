namespace LaunchStack.Metrics.Storage;

/// <summary>Something that is done for the database from time to time, by the service or by the database itself.</summary>
/// <param name="Name">
/// <c>ahead</c>, <c>expire</c>, <c>rollup</c>, <c>purge</c>; on tier Timescale also <c>refresh_hourly</c>, <c>refresh_daily</c>,
/// <c>compression_raw</c>, <c>compression_hourly</c>, <c>compression_daily</c>, <c>retention_raw</c>, <c>retention_hourly</c>,
/// <c>retention_daily</c> and <c>repack</c>.
/// </param>
/// <param name="Every">How long after one run the next is due.</param>
/// <param name="SinceSuccess">How long ago it last succeeded; where it never did, since it was first due.</param>
/// <param name="HasFailed">Whether the newest run that ended failed.</param>
public sealed record StoreTask(string Name, TimeSpan Every, TimeSpan SinceSuccess, bool HasFailed);
