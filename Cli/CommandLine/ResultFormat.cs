using System.CommandLine;

namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary><c>--json</c> and <c>--csv</c>, on everything that prints a list.</summary>
internal static class ResultFormat
{
    private static readonly Option<bool> Csv = new("--csv") { Description = "Print the list as CSV, with a header line of the names that JSON has." };

    public static void AddTo(Command command)
    {
        JsonOption.AddTo(command);
        command.Add(Csv);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Csv) && JsonOption.IsSet(result))
            {
                result.AddError("--json and --csv exclude each other");
            }
        });
    }

    public static bool IsCsv(ParseResult parsed) => parsed.GetValue(Csv);
}
