using System.CommandLine;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Output;

/// <summary>The two places a command writes to.</summary>
internal static class Terminal
{
    // A file or a pipe has no width; tables are not to be folded in it.
    private const int WidthOfFiles = 240;

    /// <summary>Where results go.</summary>
    public static IAnsiConsole Out(ParseResult parsed) => Create(parsed.InvocationConfiguration.Output);

    /// <summary>Where progress goes.</summary>
    public static IAnsiConsole Error(ParseResult parsed) => Create(parsed.InvocationConfiguration.Error);

    private static IAnsiConsole Create(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthOfFiles;
        }

        return console;
    }
}
