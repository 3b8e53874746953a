namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>The command was called wrongly, in a way that only its work can find out. Ends it with <see cref="ExitCode.WrongUse"/>.</summary>
/// <param name="message">What is wrong, in one line.</param>
internal sealed class UsageException(string message) : Exception(message);
