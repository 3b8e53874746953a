namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>The configuration is wrong; the message is the one line that the user reads.</summary>
/// <param name="message">Option, value and rule.</param>
internal sealed class ConfigurationException(string message) : Exception(message);
