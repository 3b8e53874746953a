using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Tests.Support;

/// <summary>Runs the command inside the test.</summary>
internal static class Command
{
    public static Task<CommandResult> RunAsync(params IEnumerable<string> arguments) => RunAsync(arguments, TestContext.Current.CancellationToken);

    /// <summary>The same, stopped by a token as by Ctrl-C.</summary>
    public static async Task<CommandResult> RunAsync(IEnumerable<string> arguments, CancellationToken stop)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandRunner.RunAsync([.. arguments], output, error, stop);
        return new CommandResult(code, output.ToString(), error.ToString());
    }
}
