using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Json;
using Spectre.Console.Rendering;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>What all commands that read have in common: they connect, ask, and print a list as a table, as JSON or as CSV.</summary>
internal static class QueryCommand
{
    /// <summary>Makes a command out of its question for a page of a list.</summary>
    /// <typeparam name="T">What is listed, in the shape of the API.</typeparam>
    /// <param name="command">The command with its own arguments and options.</param>
    /// <param name="ask">Asks the service.</param>
    /// <param name="show">Shows the list to people.</param>
    /// <param name="more">How to get the rest, given its start; null: it is not told.</param>
    public static Command Create<T>(
        Command command,
        Func<ParseResult, MetricsClient, CancellationToken, Task<ListPage<T>>> ask,
        Func<IReadOnlyList<T>, IRenderable> show,
        Func<string, string>? more = null) =>
        Create(command, ask, page => page.Items, page => show(page.Items), page => page.Next is null ? null : more?.Invoke(page.Next));

    /// <summary>Makes a command out of its question.</summary>
    /// <typeparam name="TAnswer">The answer, in the shape of the API.</typeparam>
    /// <typeparam name="TRow">What it lists.</typeparam>
    /// <param name="command">The command with its own arguments and options.</param>
    /// <param name="ask">Asks the service.</param>
    /// <param name="rows">The list in an answer.</param>
    /// <param name="show">Shows an answer to people.</param>
    /// <param name="more">How to get the rest of the list; null: that is all.</param>
    public static Command Create<TAnswer, TRow>(
        Command command,
        Func<ParseResult, MetricsClient, CancellationToken, Task<TAnswer>> ask,
        Func<TAnswer, IReadOnlyList<TRow>> rows,
        Func<TAnswer, IRenderable> show,
        Func<TAnswer, string?> more)
    {
        ConnectionOptions.AddTo(command);
        ResultFormat.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var client = await ConnectionOptions.ConnectAsync(parsed, null, cancellationToken);
            var answer = await ask(parsed, client, cancellationToken);
            if (JsonOption.IsSet(parsed))
            {
                JsonOutput.Write(parsed, answer);
                return ExitCode.Done;
            }

            if (ResultFormat.IsCsv(parsed))
            {
                CsvOutput.Write(parsed, rows(answer));
            }
            else
            {
                Terminal.Wide(parsed).Write(show(answer));
            }

            if (more(answer) is { } hint)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(hint);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
