namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>An hour of the source.</summary>
/// <param name="Key">Which.</param>
/// <param name="Measures">What its rows add up to, repaired.</param>
/// <param name="LastIn">Where it has the instance's last reading: that one's <c>network_in</c>.</param>
/// <param name="LastOut">The same for <c>network_out</c>.</param>
internal readonly record struct SourceHour(HourKey Key, HourMeasures Measures, long? LastIn, long? LastOut);
