namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>Late samples on their way to the late lane.</summary>
/// <param name="Unit">The samples.</param>
/// <param name="HoldsReadings">Whether newer readings of the instance go the same way until this is settled.</param>
internal readonly record struct LateUnit(WriteUnit Unit, bool HoldsReadings);
