namespace LaunchStack.Metrics.Storage;

/// <summary>The database broke a transaction off because it took longer than it may; a smaller one may come to its end.</summary>
/// <param name="message">What the database said, without secrets.</param>
/// <param name="inner">The driver's exception.</param>
public sealed class StoreTimeoutException(string message, Exception inner) : Exception(message, inner);
