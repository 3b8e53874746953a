namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>An hour of the target.</summary>
/// <param name="Key">Which.</param>
/// <param name="Measures">What its rows add up to.</param>
/// <param name="WrongIds">How many rows have an id that is not made of instance and time.</param>
internal readonly record struct TargetHour(HourKey Key, HourMeasures Measures, long WrongIds);
