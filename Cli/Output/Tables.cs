using System.Globalization;
using LaunchStack.Metrics.Formatting;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Output;

/// <summary>How all tables look.</summary>
internal static class Tables
{
    /// <summary>An empty table; a column whose name starts with <c>&gt;</c> is set to the right, for numbers.</summary>
    public static Table Create(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            var isNumber = column[0] == '>';
            table.AddColumn(new TableColumn(new Text(isNumber ? column[1..] : column))
            {
                Alignment = isNumber ? Justify.Right : Justify.Left,
                NoWrap = true,
            });
        }

        return table;
    }

    public static void Add(this Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Percent(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The same; nothing where there is no value.</summary>
    public static string Percent(double? value) => value is { } percent ? Percent(percent) : "";

    /// <summary>Bytes in units of 1024; nothing where there is no value.</summary>
    public static string Bytes(decimal? value) => value is { } bytes ? HumanBytes.Format(bytes) : "";
}
