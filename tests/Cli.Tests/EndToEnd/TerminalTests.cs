using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class TerminalTests
{
    private static string Launchstack => $"'{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}' exec '{typeof(CommandRunner).Assembly.Location}'";

    [Fact]
    public async Task A_command_without_an_end_ends_when_its_reader_has_gone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs a shell of Unix");
        }

        await using var shell = ChildProcess.Start("sh", ["-c", $"{Launchstack} collect --source processes --dry-run --json --interval 1s | head -n 1"]);

        Assert.Equal(0, await shell.WaitForExitAsync());
        Assert.StartsWith("{\"instance_id\":", Assert.Single(shell.Output), StringComparison.Ordinal);
        Assert.Equal("launchstack: Broken pipe", shell.Error.Last());
    }

    [Fact]
    public async Task A_table_is_whole_in_a_narrow_terminal()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("needs the script command of Linux");
        }

        await using var terminal = ChildProcess.Start(
            "script", ["-qec", $"stty cols 80; {Launchstack} collect --once --source processes --processes 2 --dry-run", "/dev/null"]);

        Assert.Equal(0, await terminal.WaitForExitAsync());
        var rows = terminal.Output.Where(line => line.Contains('│', StringComparison.Ordinal)).Select(line => line.Split('│', StringSplitOptions.TrimEntries)[1..^1]).ToList();
        Assert.Equal(["Instance", "Name", "CPU (% of a core)", "Memory / limit", "Network in (counter)", "Network out (counter)"], rows[0]);
        Assert.Equal(3, rows.Count);
        Assert.All(rows.Skip(1), row => Assert.True(Guid.TryParse(row[0], out _) && row[1].Length > 0 && row[2].Length > 0, string.Join('|', row)));
    }
}
