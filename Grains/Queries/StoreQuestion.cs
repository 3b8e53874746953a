namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>A question to the store; equal ones have equal answers as long as nothing is written.</summary>
/// <param name="Query">Which query.</param>
/// <param name="InstanceId">The instance; empty: all.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its end.</param>
/// <param name="Number">What else it depends on.</param>
/// <param name="Text">The same, as a text.</param>
internal readonly record struct StoreQuestion(
    string Query, Guid InstanceId, DateTimeOffset From, DateTimeOffset To, long Number, string? Text = null)
{
    /// <summary>A question that does not depend on time.</summary>
    public static StoreQuestion Timeless(string query, Guid instanceId, string text) =>
        new(query, instanceId, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 0, text);
}
