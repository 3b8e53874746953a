namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>The command could not do its work. Ends it with <see cref="ExitCode.Failed"/>.</summary>
/// <param name="message">What happened, in one line.</param>
internal sealed class FailureException(string message) : Exception(message);
