using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Tests.Support;

/// <summary>Runs the command inside the test.</summary>
internal static class Command
{
    public static async Task<CommandResult> RunAsync(params IEnumerable<string> arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandRunner.RunAsync([.. arguments], output, error, TestContext.Current.CancellationToken);
        return new CommandResult(code, output.ToString(), error.ToString());
    }
}
