using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class PipeTests
{
    [Fact]
    public async Task A_command_without_an_end_ends_when_its_reader_has_gone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs a shell of Unix");
        }

        await using var shell = ChildProcess.Start(
            "sh",
            ["-c", "\"$0\" exec \"$1\" collect --source processes --dry-run --json --interval 1s | head -n 1", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", typeof(CommandRunner).Assembly.Location]);

        Assert.Equal(0, await shell.WaitForExitAsync());
        Assert.StartsWith("{\"instance_id\":", Assert.Single(shell.Output), StringComparison.Ordinal);
        Assert.Equal("launchstack: Broken pipe", shell.Error.Last());
    }
}
