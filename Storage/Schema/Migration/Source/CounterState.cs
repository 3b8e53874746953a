namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>The newest counters of an instance.</summary>
/// <param name="Time">When its newest row is from, in microseconds since 1970.</param>
/// <param name="NetworkIn">The newest counter, or <see cref="SourceRow.None"/>.</param>
/// <param name="NetworkOut">The newest counter, or <see cref="SourceRow.None"/>.</param>
internal readonly record struct CounterState(long Time, long NetworkIn, long NetworkOut);
