using System.Globalization;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>Memory of processes of this machine, from <c>/proc</c>; null where there is none.</summary>
internal static class ProcessMemory
{
    private const string Resident = "VmRSS:";
    private const int Kilobyte = 1024;

    /// <summary>Bytes of a process that are in memory now.</summary>
    public static long? Of(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(Resident, StringComparison.Ordinal));

            // A process that has ended and is not waited for yet has no memory.
            return line is null ? null : long.Parse(line[Resident.Length..^2], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * Kilobyte;
        }
        catch (IOException)
        {
            // It has ended, or there is no such folder.
            return null;
        }
    }
}
