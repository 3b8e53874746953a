using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaunchStack.Metrics.Cli.Tests.Support;

/// <summary>What people see of a table or a chart, without colours.</summary>
internal static class Rendered
{
    public static string[] Lines(IRenderable shown, int width = 200)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Write(shown);
        return output.ToString().Split('\n');
    }
}
