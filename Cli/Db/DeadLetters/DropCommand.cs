using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Db.DeadLetters;

/// <summary><c>launchstack db deadletter drop</c>: removes letters for good, after asking where somebody can be asked.</summary>
internal static class DropCommand
{
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask." };

    public static Command Create()
    {
        var command = new Command("drop", "Remove dead letters for good, with their samples. A file's silo must be stopped.") { Yes };
        LetterKeys.AddTo(command);
        DatabaseOption.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var selection = LetterKeys.Read(parsed);
        var database = DatabaseOption.Read(parsed);
        var asks = !parsed.GetValue(Yes);
        if (asks && Console.IsInputRedirected)
        {
            throw new UsageException("db deadletter drop needs --yes where nobody can be asked");
        }

        await using var store = await database.OpenAsync(cancellationToken);
        var found = await store.CountDeadLettersAsync(selection, cancellationToken);
        if (asks && found > 0 && !await AskAsync(parsed, found, cancellationToken))
        {
            throw new FailureException("nothing was dropped");
        }

        var dropped = found == 0 ? 0 : await store.DropDeadLettersAsync(selection, cancellationToken);
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, new { Dropped = dropped });
        }
        else
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{dropped} dropped");
        }

        return dropped < selection.Keys?.Count
            ? throw new FailureException("of the other keys there is no letter")
            : ExitCode.Done;
    }

    private static Task<bool> AskAsync(ParseResult parsed, long letters, CancellationToken cancellationToken) =>
        new ConfirmationPrompt($"Drop {letters} dead letters with their samples?") { DefaultValue = false }.ShowAsync(Terminal.Error(parsed), cancellationToken);
}
