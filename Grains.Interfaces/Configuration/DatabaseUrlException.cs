namespace LaunchStack.Metrics.Configuration;

/// <summary>A database URL is wrong. The message names the part and the rule, and never shows the password.</summary>
/// <param name="message">The part that is wrong and the rule it breaks.</param>
public sealed class DatabaseUrlException(string message) : FormatException(message);
