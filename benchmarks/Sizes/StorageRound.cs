namespace LaunchStack.Metrics.Benchmarks.Sizes;

/// <summary>What one round measured, in bytes a sample.</summary>
/// <param name="Old">The old plain table with its indexes.</param>
/// <param name="Uncompressed">The hypertable with its indexes.</param>
/// <param name="Exact">The same, compressed.</param>
/// <param name="Rounded">The same with CPU in steps of 1/128 percent.</param>
internal sealed record StorageRound(double Old, double Uncompressed, CompressedSize Exact, CompressedSize Rounded);
