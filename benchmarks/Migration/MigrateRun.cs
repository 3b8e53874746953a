using System.Text.Json.Nodes;

namespace LaunchStack.Metrics.Benchmarks.Migration;

/// <summary>What one migration took.</summary>
/// <param name="CopySeconds">Until its rows were there, both looks at the source included.</param>
/// <param name="AfterSeconds">Refresh, compression, repacking and ANALYZE.</param>
/// <param name="PeakBytes">The most memory of its process; null where that cannot be told.</param>
/// <param name="Bytes">What the target occupies after it.</param>
/// <param name="Verification">What its comparison says; null where it made none.</param>
internal sealed record MigrateRun(double CopySeconds, double AfterSeconds, long? PeakBytes, long Bytes, JsonNode? Verification);
