namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>Names of processes as Linux keeps them.</summary>
internal static class ProcessName
{
    // Linux keeps no more of it; two programs may be the same up to there.
    private const int Kept = 15;
    private const int ArgumentsLookedAt = 2;

    /// <summary>A process's whole name, fit for a terminal.</summary>
    /// <param name="kept">The name that the kernel keeps.</param>
    /// <param name="commandLine">Tells how it was called, each argument ended by a zero; asked only where the name may have been cut.</param>
    public static string Of(string kept, Func<string?> commandLine)
    {
        var name = kept;
        if (kept.Length == Kept && commandLine() is { } called)
        {
            // A script's name comes after its interpreter's.
            name = called.Split('\0').Take(ArgumentsLookedAt)
                .Select(argument => argument[(argument.LastIndexOf('/') + 1)..])
                .FirstOrDefault(whole => whole.StartsWith(kept, StringComparison.Ordinal), kept);
        }

        return string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
    }
}
