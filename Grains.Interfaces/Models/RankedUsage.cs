namespace LaunchStack.Metrics.Models;

/// <summary>An instance among those that use most.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Name">Its name; empty where it has none, or is not registered yet.</param>
/// <param name="Totals">What it used.</param>
[GenerateSerializer, Immutable, Alias("launchstack.RankedUsage")]
public sealed record RankedUsage(
    [property: Id(0)] Guid InstanceId,
    [property: Id(1)] string Name,
    [property: Id(2)] UsageTotals Totals);
