using System.CommandLine;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Output;

/// <summary>The two places a command writes to.</summary>
internal static class Terminal
{
    // A file or a pipe has no width; tables are not to be folded in it.
    private const int WidthOfFiles = 240;

    // Wider than any table.
    private const int NoWidth = 10_000;

    /// <summary>Where results go.</summary>
    public static IAnsiConsole Out(ParseResult parsed) => Create(parsed.InvocationConfiguration.Output);

    /// <summary>Where tables of values go. Their lines run on where the terminal is narrower: of what is folded or left out to fit, nothing could be read or copied.</summary>
    public static IAnsiConsole Wide(ParseResult parsed)
    {
        var console = Out(parsed);
        console.Profile.Width = NoWidth;
        return console;
    }

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
