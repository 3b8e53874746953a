namespace LaunchStack.Metrics.Client;

/// <summary>
/// <see cref="MetricsClientOptions.SpillDirectory"/> cannot be used. The message is one line that names the directory and what is wrong.
/// </summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What the system said.</param>
public sealed class SpillException(string message, Exception? innerException = null) : IOException(message, innerException);
