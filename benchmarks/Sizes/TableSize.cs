namespace LaunchStack.Metrics.Benchmarks.Sizes;

/// <summary>What a table occupies with its indexes.</summary>
/// <param name="Table">Which one.</param>
/// <param name="Bytes">Bytes a sample.</param>
/// <param name="OfUncompressed">As a share of the uncompressed hypertable.</param>
/// <param name="OldTableRatio">How many times as large the old plain table is.</param>
internal sealed record TableSize(string Table, double Bytes, double OfUncompressed, double OldTableRatio);
