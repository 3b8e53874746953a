using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Tests.CommandLine;

public sealed class UnforeseenTests
{
    private static readonly Option<int> Spoilt = new("--spoilt") { CustomParser = _ => throw new FormatException("in a parser") };

    [Theory]
    [InlineData("launchstack: unexpected InvalidOperationException in LaunchStack.Metrics.Cli.Tests.CommandLine.UnforeseenTests: first second\n")]
    [InlineData("launchstack: unexpected FormatException in LaunchStack.Metrics.Cli.Tests.CommandLine.UnforeseenTests", "--spoilt", "1")]
    public async Task A_fault_of_the_command_itself_is_one_line_and_exits_1(string expected, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var root = new RootCommand { Spoilt };
        root.SetAction((_, _) => Fail());

        var code = await CommandRunner.RunAsync(root, arguments, output, error, TestContext.Current.CancellationToken);

        Assert.Equal((1, ""), (code, output.ToString()));
        Assert.StartsWith(expected, error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\n", Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)) + "\n", StringComparison.Ordinal);
    }

    private static Task<int> Fail() => throw new InvalidOperationException("first\nsecond");
}
