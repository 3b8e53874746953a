using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Db.Migrate.Verification;

/// <summary>A report for people.</summary>
internal static class VerificationTables
{
    // What people look through; a file has all of them.
    private const int MostDays = 62;

    public static void Write(IAnsiConsole console, VerificationReport report)
    {
        Say(console, VerificationSections.Heading(report));
        foreach (var section in VerificationSections.Of(report, MostDays))
        {
            console.WriteLine();
            Say(console, section.Title);
            var table = Tables.Create(section.Columns);
            foreach (var column in table.Columns)
            {
                // A table that does not fit is not shown at all; folded it is.
                column.NoWrap = false;
            }

            foreach (var row in section.Rows)
            {
                table.Add(row);
            }

            console.Write(table);
            if (section.Rest is { } rest)
            {
                Say(console, rest);
            }
        }

        console.WriteLine();
        Say(console, VerificationSections.Verdict(report));
    }

    private static void Say(IAnsiConsole console, string line)
    {
        console.Write(new Text(line));
        console.WriteLine();
    }
}
