namespace LaunchStack.Metrics.Benchmarks.Migration;

/// <summary>What one round measured.</summary>
/// <param name="PsqlSeconds">psql's COPY to psql's COPY.</param>
/// <param name="PsqlBytes">What the target occupies after it.</param>
/// <param name="CopySeconds">The migration until its rows were there, both looks at the source included.</param>
/// <param name="AfterSeconds">Its refresh, compression, repacking and ANALYZE.</param>
/// <param name="PeakBytes">The most memory of its process; null where that cannot be told.</param>
/// <param name="Bytes">What the target occupies after it.</param>
internal sealed record MigrateRound(double PsqlSeconds, long PsqlBytes, double CopySeconds, double AfterSeconds, long? PeakBytes, long Bytes);
