namespace LaunchStack.Metrics.Storage;

/// <summary>The newest run of a task that the service does for its database, once per cluster.</summary>
/// <param name="Task">The task's name: <c>ahead</c>, <c>expire</c>, <c>rollup</c> or <c>purge</c>.</param>
/// <param name="StartedAt">When it started, by the database's clock.</param>
/// <param name="FinishedAt">When it ended; null while it runs, or where its runner died.</param>
/// <param name="Runner">Which process ran it.</param>
/// <param name="Steps">What it did: chunks made, partitions dropped, buckets recomputed, instances purged.</param>
/// <param name="Error">Why it failed, in one line; null where it did not. It is tried again.</param>
public sealed record MaintenanceRun(
    string Task, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string Runner, long Steps, string? Error);
