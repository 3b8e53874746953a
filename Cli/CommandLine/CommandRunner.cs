using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Configuration;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Schema.Migration;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>Runs a command line: results on the one writer, everything else on the other, and an exit code.</summary>
internal static class CommandRunner
{
    // What a stopped command may take to deliver what it has.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(20);

    private static readonly RootCommand Root = RootCommandFactory.Create();

    public static Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        RunAsync(Root, arguments, output, error, cancellationToken);

    /// <summary>Runs a command line of any tree of commands.</summary>
    internal static async Task<int> RunAsync(
        RootCommand root, IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var result = root.Parse(arguments);
            return result.Action is ParseErrorAction
                ? Refuse(result, error)
                : await result.InvokeAsync(
                    new InvocationConfiguration
                    {
                        Output = output,
                        Error = error,
                        EnableDefaultExceptionHandler = false,
                        ProcessTerminationTimeout = TerminationTimeout,
                    },
                    cancellationToken);
        }
        catch (Exception exception) when (ExitCodeOf(exception) is { } code)
        {
            Say(error, FaultText.Of(exception));
            return code;
        }
#pragma warning disable CA1031 // A script that calls the command knows three exit codes, and an abort by the runtime is none of them.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The type and the place are what a report of the fault needs.
            Say(error, $"unexpected {exception.GetType().Name} in {exception.TargetSite?.DeclaringType?.FullName ?? "an unknown place"}: {exception.Message}");
            return ExitCode.Failed;
        }
    }

    private static int Refuse(ParseResult result, TextWriter error)
    {
        foreach (var problem in ProblemsOf(result))
        {
            Say(error, problem);
        }

        Say(error, "try --help");
        return ExitCode.WrongUse;
    }

    private static IEnumerable<string> ProblemsOf(ParseResult result)
    {
        // Each was taken for an argument, and what is said of arguments leads astray.
        var options = result.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).Where(token => token.Type == TokenType.Argument && IsLikeOption(token.Value)).ToList();
        if (options.Count > 0)
        {
            return options.Select(token => $"{token.Value} is not an option of {NameOf(result.Tokens.TakeWhile(before => before != token))}");
        }

        var command = result.CommandResult.Command;
        if (command.Subcommands.Count == 0 || (command.Action is not null && result.UnmatchedTokens.Count == 0))
        {
            return result.Errors.Select(one => one.Message);
        }

        var names = string.Join(", ", command.Subcommands.Select(one => one.Name));
        return [result.UnmatchedTokens is [var first, ..] ? $"'{first}' is not a command of {NameOf(result.Tokens)}, which are {names}" : $"which command? {names}"];
    }

    private static bool IsLikeOption(string text) => text.Length > 2 && text.StartsWith("--", StringComparison.Ordinal) && char.IsAsciiLetter(text[2]);

    private static string NameOf(IEnumerable<Token> line) =>
        string.Join(' ', line.Where(token => token.Type == TokenType.Command).Select(token => token.Value).Prepend("launchstack"));

    /// <summary>The exit code for what a user or an operator can mend; null for a fault of the command itself.</summary>
    private static int? ExitCodeOf(Exception exception) => exception switch
    {
        UsageException or InvalidRequestException or OptionsValidationException or DatabaseUrlException => ExitCode.WrongUse,
        FailureException or MetricsConnectionException or PushException or StoreSchemaException or MigrationException => ExitCode.Failed,
        TimeoutException or OrleansException or IOException or UnauthorizedAccessException or OperationCanceledException => ExitCode.Failed,
        _ => null,
    };

    private static void Say(TextWriter error, string message) => error.WriteLine($"launchstack: {message.ReplaceLineEndings(" ")}");
}
