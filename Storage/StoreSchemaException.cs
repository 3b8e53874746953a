namespace LaunchStack.Metrics.Storage;

/// <summary>The schema is missing, too old, or not what this build expects; the message says what to do.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class StoreSchemaException(string message) : Exception(message);
