using System.Diagnostics;
using System.Globalization;

namespace LaunchStack.Metrics.Testing;

/// <summary>Processes and their children, as Linux tells them.</summary>
public static class ProcessTree
{
    /// <summary>All descendants of a process, each after its parent.</summary>
    /// <param name="id">The process's id.</param>
    public static IReadOnlyList<int> DescendantsOf(int id)
    {
        var children = Directory.GetDirectories("/proc")
            .Select(folder => (Id: int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, folder))
            .Where(process => process.Id > 0)
            .Select(process => (process.Id, Parent: ParentOf(process.folder)))
            .ToLookup(process => process.Parent, process => process.Id);
        var found = new List<int>(children[id]);
        for (var index = 0; index < found.Count; index++)
        {
            found.AddRange(children[found[index]]);
        }

        return found;
    }

    /// <summary>Sends a signal to processes, one after the other. One that has ended is passed over.</summary>
    /// <param name="ids">The processes' ids.</param>
    /// <param name="signal">The signal.</param>
    public static async Task SignalAsync(IEnumerable<int> ids, UnixSignal signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", NameOf(signal), .. ids.Select(id => $"{id}")]) { RedirectStandardError = true })!;
        await kill.StandardError.ReadToEndAsync();
        await kill.WaitForExitAsync();
    }

    // The name before the numbers may have spaces and brackets of its own.
    private static int ParentOf(string folder)
    {
        try
        {
            var status = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static string NameOf(UnixSignal signal) => signal switch
    {
        UnixSignal.Terminate => "TERM",
        UnixSignal.Interrupt => "INT",
        UnixSignal.Freeze => "STOP",
        UnixSignal.Resume => "CONT",
        _ => "KILL",
    };
}
