namespace LaunchStack.Metrics.Silo.Api;

/// <summary>How every list is answered.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items.</param>
/// <param name="Next">What to pass to get the next page; null when there is none.</param>
internal sealed record ListBody<T>(IReadOnlyList<T> Items, string? Next);
