namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>What one instance used of a measure in a part of a window.</summary>
/// <param name="Number">The instance's number in a <see cref="FleetIndex"/>.</param>
/// <param name="Count">How many samples it has there.</param>
/// <param name="Used">The sum of what is measured.</param>
/// <param name="MaxMemoryLimit">The largest memory limit.</param>
internal readonly record struct FleetPart(int Number, int Count, double Used, long MaxMemoryLimit);
