namespace LaunchStack.Metrics.Storage.Schema.Doctor;

/// <summary>Whether the schema is as this build has it.</summary>
internal static class SchemaRule
{
    /// <summary>What brings a schema up to date.</summary>
    public const string SetUp = "launchstack db setup";

    /// <summary>Judges what was applied.</summary>
    /// <param name="folders">The folders of sql/ that make the schema.</param>
    /// <param name="journal">Names of the scripts that ran.</param>
    public static Verdict Judge(IReadOnlyList<string> folders, IReadOnlyList<string> journal)
    {
        var known = SchemaScripts.Incremental(folders).ToList();
        if (known.Except(journal).ToList() is { Count: > 0 } missing)
        {
            return Verdict.Fail($"the schema is too old or half applied, not applied: {string.Join(", ", missing)}", SetUp);
        }

        return journal.Except(known).ToList() is { Count: > 0 } newer
            ? Verdict.Warn($"the schema is newer than this build, which does not know {string.Join(", ", newer)}", "use the build that applied them, everywhere")
            : Verdict.Ok($"all {known.Count} scripts are applied");
    }
}
