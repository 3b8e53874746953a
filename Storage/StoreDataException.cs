namespace LaunchStack.Metrics.Storage;

/// <summary>The database refused what it was given; giving it the same again will not help.</summary>
/// <param name="message">What the database said, without secrets.</param>
/// <param name="inner">The driver's exception.</param>
public sealed class StoreDataException(string message, Exception inner) : Exception(message, inner);
