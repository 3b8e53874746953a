using System.Globalization;

namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>Reads the kernel's small files. A group may end between any two reads, so every answer may be "not there".</summary>
internal static class CgroupFile
{
    /// <summary>The only number in a file; null where there is no file or no number, such as <c>max</c>.</summary>
    public static ulong? Number(string path) => ulong.TryParse(FirstLine(path), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The number behind a name in a file of <c>name number</c> lines.</summary>
    public static ulong? Number(string path, string name)
    {
        foreach (var line in Lines(path))
        {
            if (line.Length > name.Length && line[name.Length] == ' ' && line.StartsWith(name, StringComparison.Ordinal))
            {
                return ulong.TryParse(line.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
            }
        }

        return null;
    }

    /// <summary>The first line of a file; null where there is none.</summary>
    public static string? FirstLine(string path) => Lines(path) is [var line, ..] ? line : null;

    /// <summary>All lines of a file; none where it cannot be read.</summary>
    public static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The names of the folders in a folder, in order; none where it cannot be read.</summary>
    public static IReadOnlyList<string> Folders(string path)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateDirectories().Select(folder => folder.Name).Order(StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
