namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>A question to the store; equal ones have equal answers as long as nothing is written.</summary>
/// <param name="Query">Which query.</param>
/// <param name="InstanceId">The instance; empty: all.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its end.</param>
/// <param name="Number">What else it depends on.</param>
internal readonly record struct StoreQuestion(string Query, Guid InstanceId, DateTimeOffset From, DateTimeOffset To, long Number);
