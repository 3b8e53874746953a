using System.CommandLine;
using System.CommandLine.Parsing;

namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary><c>--json</c>, on everything that prints a result.</summary>
internal static class JsonOption
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print the result as JSON." };

    public static void AddTo(Command command) => command.Add(Json);

    public static bool IsSet(ParseResult parsed) => parsed.GetValue(Json);

    public static bool IsSet(CommandResult result) => result.GetValue(Json);
}
