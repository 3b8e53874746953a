namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>Samples that were left out, for there are too many of them.</summary>
/// <param name="From">They are newer than this moment.</param>
/// <param name="To">They are older than this moment.</param>
internal sealed record LiveGap(DateTimeOffset From, DateTimeOffset To);
