namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>The files that this process has open, as Linux tells.</summary>
internal static class OpenFiles
{
    /// <summary>The descriptors by which files at a path, or below it, are open; also those that are deleted.</summary>
    public static IReadOnlyList<int> At(string path) =>
    [
        .. Directory.EnumerateFiles("/proc/self/fd")
            .Where(link => Target(link)?.StartsWith(path, StringComparison.Ordinal) == true)
            .Select(link => int.Parse(Path.GetFileName(link), System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <summary>What a descriptor is open at; null where it is closed.</summary>
    public static string? TargetOf(int descriptor) => Target($"/proc/self/fd/{descriptor}");

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
