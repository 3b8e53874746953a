using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Json;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>What all commands that read have in common: they connect, ask, and print a list as a table or as JSON.</summary>
internal static class QueryCommand
{
    /// <summary>Makes a command out of its question.</summary>
    /// <typeparam name="T">What is listed, in the shape of the API.</typeparam>
    /// <param name="command">The command with its own arguments and options.</param>
    /// <param name="ask">Asks the service.</param>
    /// <param name="toTable">Shows the list to people.</param>
    /// <param name="more">How to get the rest, given its start; null: it is not told.</param>
    public static Command Create<T>(
        Command command,
        Func<ParseResult, MetricsClient, CancellationToken, Task<ListPage<T>>> ask,
        Func<IReadOnlyList<T>, Table> toTable,
        Func<string, string>? more = null)
    {
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var client = await ConnectionOptions.ConnectAsync(parsed, null, cancellationToken);
            var page = await ask(parsed, client, cancellationToken);
            if (JsonOption.IsSet(parsed))
            {
                JsonOutput.Write(parsed, page);
                return ExitCode.Done;
            }

            Terminal.Out(parsed).Write(toTable(page.Items));
            if (more is not null && page.Next is { } next)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(more(next));
            }

            return ExitCode.Done;
        });
        return command;
    }
}
