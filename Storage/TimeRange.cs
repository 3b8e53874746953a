namespace LaunchStack.Metrics.Storage;

/// <summary>From a moment on, up to another that is not in it.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The end.</param>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To);
