using System.CommandLine;

namespace LaunchStack.Metrics.Cli.Db.DeadLetters;

/// <summary><c>launchstack db deadletter</c>: the samples that the database refused.</summary>
internal static class DeadLetterCommand
{
    public static Command Create() => new("deadletter", "List, retry or drop samples that the database refused.")
    {
        ListCommand.Create(),
        RetryCommand.Create(),
        DropCommand.Create(),
    };
}
