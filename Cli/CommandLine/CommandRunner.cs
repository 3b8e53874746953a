using System.CommandLine;
using System.CommandLine.Invocation;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Configuration;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>Runs a command line: results on the one writer, everything else on the other, and an exit code.</summary>
internal static class CommandRunner
{
    // What a stopped command may take to deliver what it has.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(20);

    private static readonly RootCommand Root = RootCommandFactory.Create();

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var result = Root.Parse(arguments);
        if (result.Action is ParseErrorAction)
        {
            foreach (var problem in result.Errors)
            {
                Say(error, problem.Message);
            }

            Say(error, "try --help");
            return ExitCode.WrongUse;
        }

        try
        {
            return await result.InvokeAsync(
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
            Say(error, exception is OperationCanceledException ? "stopped" : exception.Message);
            return code;
        }
    }

    /// <summary>The exit code for what a user or an operator can mend; null for a fault of the command itself, which deserves its stack trace.</summary>
    private static int? ExitCodeOf(Exception exception) => exception switch
    {
        UsageException or InvalidRequestException or OptionsValidationException or DatabaseUrlException => ExitCode.WrongUse,
        FailureException or MetricsConnectionException or PushException => ExitCode.Failed,
        TimeoutException or OrleansException or IOException or UnauthorizedAccessException or OperationCanceledException => ExitCode.Failed,
        _ => null,
    };

    private static void Say(TextWriter error, string message) => error.WriteLine($"launchstack: {message.ReplaceLineEndings(" ")}");
}
