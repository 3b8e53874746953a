namespace LaunchStack.Metrics.Client;

/// <summary>No gateway of the cluster answered in time. The message is one line that names what was tried.</summary>
/// <param name="message">What was tried and what happened.</param>
/// <param name="innerException">The last failure.</param>
public sealed class MetricsConnectionException(string message, Exception? innerException = null) : Exception(message, innerException);
