namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>What all instances used of a measure in a slice.</summary>
/// <param name="Index">Whose numbers the parts have.</param>
/// <param name="Parts">Of each instance that has a sample there.</param>
internal sealed record KeptSlice(FleetIndex Index, FleetPart[] Parts);
