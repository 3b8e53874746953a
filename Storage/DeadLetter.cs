namespace LaunchStack.Metrics.Storage;

/// <summary>A sample that the database refused, put aside with the reason.</summary>
/// <param name="Key">Names the letter; rises with each one that is put aside.</param>
/// <param name="RefusedAt">When it was refused the last time.</param>
/// <param name="Reason">What the database said then.</param>
/// <param name="Sample">The sample, floored to microseconds.</param>
/// <param name="TooLate">
/// Whether it is older than <see cref="Lifecycle.RefreshWindow"/>: a row of it would be missing in hours and days, and soon be dropped.
/// </param>
public sealed record DeadLetter(long Key, DateTimeOffset RefusedAt, string Reason, AppendSample Sample, bool TooLate);
