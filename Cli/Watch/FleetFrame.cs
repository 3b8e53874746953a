namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>One look at the fleet, as JSON shows it.</summary>
/// <param name="Time">When it was looked at.</param>
/// <param name="Instances">How many instances have samples in the window, as far as they are counted.</param>
/// <param name="SamplesPerS">Samples in a second, on average of the window; null where not all instances are counted.</param>
/// <param name="Items">The busiest, busiest first.</param>
internal sealed record FleetFrame(DateTimeOffset Time, int Instances, double? SamplesPerS, IReadOnlyList<FleetRow> Items);
