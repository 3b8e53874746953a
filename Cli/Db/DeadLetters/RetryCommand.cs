using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;

namespace LaunchStack.Metrics.Cli.Db.DeadLetters;

/// <summary><c>launchstack db deadletter retry</c>: stores what was refused, once the reason is mended.</summary>
internal static class RetryCommand
{
    // Who refuses a thousand samples for one reason need not read it a thousand times.
    private const int ShownFailures = 20;

    public static Command Create()
    {
        var command = new Command("retry", "Store samples that were refused; what is stored is no dead letter any more. A file's silo must be stopped.");
        LetterKeys.AddTo(command);
        DatabaseOption.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var selection = LetterKeys.Read(parsed);
        await using var store = await DatabaseOption.Read(parsed).OpenAsync(cancellationToken);
        var result = RetryResult.Of(selection, await store.RetryDeadLettersAsync(selection, cancellationToken));
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, result);
        }
        else
        {
            Write(parsed, result);
        }

        return result.Failed.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Write(ParseResult parsed, RetryResult result)
    {
        if (result.Failed.Count > 0)
        {
            var table = Tables.Create(">Key", "Outcome", "Reason");
            table.Columns[^1].NoWrap = false;
            foreach (var failure in result.Failed.Take(ShownFailures))
            {
                table.Add($"{failure.Key}", failure.Outcome, failure.Reason);
            }

            Terminal.Out(parsed).Write(table);
        }

        parsed.InvocationConfiguration.Output.WriteLine(
            $"{result.Stored} stored, {result.Duplicates} stored before, {result.Failed.Count} not stored");
    }
}
