using System.Globalization;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>CPU time of processes of this machine, from <c>/proc</c>; null where there is none.</summary>
internal static class ProcessTime
{
    // The kernel's unit in these files, whatever it ticks with.
    private const double TicksPerSecond = 100;

    private const string Root = "/proc";

    // Fields are counted after the program's name, which may hold anything.
    private const int ParentField = 1;
    private const int UserField = 11;
    private const int SystemField = 12;
    private const int EndedUserField = 13;
    private const int EndedSystemField = 14;

    /// <summary>Seconds of CPU that a process has used.</summary>
    public static double? Of(int id) => Fields(id) is { } fields ? Seconds(fields, UserField, SystemField) : null;

    /// <summary>The same of a process and its children, those that have ended included.</summary>
    public static double? OfTree(int id)
    {
        if (Fields(id) is not { } root)
        {
            return null;
        }

        var seconds = Seconds(root, UserField, SystemField, EndedUserField, EndedSystemField);
        foreach (var folder in Directory.EnumerateDirectories(Root))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var child)
                && Fields(child) is { } fields && int.Parse(fields[ParentField], CultureInfo.InvariantCulture) == id)
            {
                seconds += Seconds(fields, UserField, SystemField);
            }
        }

        return seconds;
    }

    /// <summary>The same of a process's threads of one name that run now; 0 where there are none.</summary>
    public static double OfThreads(int id, string name)
    {
        var folder = $"{Root}/{id}/task";
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Sum(thread => Fields($"{thread}/stat", name) is { } fields ? Seconds(fields, UserField, SystemField) : 0)
            : 0;
    }

    /// <summary>A process's parent, where the process is a program of this name.</summary>
    public static int? ParentOf(int id, string program)
    {
        var file = $"{Root}/{id}/comm";
        return File.Exists(file) && File.ReadAllText(file).Trim() == program && Fields(id) is { } fields
            ? int.Parse(fields[ParentField], CultureInfo.InvariantCulture)
            : null;
    }

    private static string[]? Fields(int id) => Fields($"{Root}/{id}/stat");

    /// <summary>What a file says after the name; null where that is another one than asked for.</summary>
    private static string[]? Fields(string file, string? name = null)
    {
        try
        {
            var text = File.ReadAllText(file);
            var end = text.LastIndexOf(')');
            return name is null || text[(text.IndexOf('(') + 1)..end] == name ? text[(end + 2)..].Split(' ') : null;
        }
        catch (IOException)
        {
            // It has ended, or there is no such folder.
            return null;
        }
    }

    private static double Seconds(string[] fields, params ReadOnlySpan<int> places)
    {
        var ticks = 0L;
        foreach (var place in places)
        {
            ticks += long.Parse(fields[place], CultureInfo.InvariantCulture);
        }

        return ticks / TicksPerSecond;
    }
}
