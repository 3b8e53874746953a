namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>What one round measured.</summary>
/// <param name="Questions">Each question.</param>
/// <param name="WrittenPerS">Rows per second that became durable while questions were asked beside ingest.</param>
internal sealed record ReadsRound(IReadOnlyList<ReadFigures> Questions, double WrittenPerS);
