namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>This machine cannot run the server that a test needs; the message says why.</summary>
public sealed class PostgresUnavailableException(string message) : Exception(message);
