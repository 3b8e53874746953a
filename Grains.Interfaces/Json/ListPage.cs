namespace LaunchStack.Metrics.Json;

/// <summary>A list as JSON shows it: <c>{"items":[…],"next":cursor or null}</c>.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">Some of the list.</param>
/// <param name="Next">Where the rest starts; null when there is none.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);
