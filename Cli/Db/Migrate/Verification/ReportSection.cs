namespace LaunchStack.Metrics.Cli.Db.Migrate.Verification;

/// <summary>A part of a report: a table with a title.</summary>
/// <param name="Title">The title.</param>
/// <param name="Columns">The columns; a name that starts with <c>&gt;</c> is one of numbers.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Rest">What is left out; null: nothing.</param>
internal sealed record ReportSection(string Title, string[] Columns, IReadOnlyList<string[]> Rows, string? Rest = null);
