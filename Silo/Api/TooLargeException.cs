namespace LaunchStack.Metrics.Silo.Api;

/// <summary>A push is over a limit.</summary>
/// <param name="message">The limit.</param>
internal sealed class TooLargeException(string message) : Exception(message);
