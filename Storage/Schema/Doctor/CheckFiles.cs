namespace LaunchStack.Metrics.Storage.Schema.Doctor;

/// <summary>
/// The doctor's checks that are written in SQL: <c>doctor/NNN-name.sql</c>, and <c>doctor-full/</c> for what costs more. Each returns
/// rows of status, message and remedy; the number gives their order across folders.
/// </summary>
internal static class CheckFiles
{
    private static readonly string[] Kinds = ["doctor", "doctor-full"];

    /// <summary>The checks of a tier's folders: name and statement, in order.</summary>
    /// <param name="folders">The tier's folders; a later one wins.</param>
    /// <param name="depth">Whether to take those that cost more.</param>
    public static IEnumerable<(string Name, string Statement)> Of(IReadOnlyList<string> folders, ExaminationDepth depth) =>
        from kind in Kinds.Take(depth == ExaminationDepth.Full ? 2 : 1)
        from check in SqlText.Statements(folders, kind)
        orderby check.Key
        select (NameOf(check.Key), check.Value);

    /// <summary>The status that a statement returned.</summary>
    public static FindingStatus StatusOf(string text) => Enum.Parse<FindingStatus>(text, ignoreCase: true);

    private static string NameOf(string file) => file[(file.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
