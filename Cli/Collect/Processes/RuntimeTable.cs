using System.ComponentModel;
using System.Diagnostics;

namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>The processes as .NET tells them on systems other than Linux. Who runs them is not told.</summary>
/// <param name="time">The clock.</param>
internal sealed class RuntimeTable(TimeProvider time) : IProcessTable
{
    private const ulong NanosecondsPerTick = 100;

    public string Description => "the system's list of processes";

    public ProcessSnapshot Read()
    {
        var listedAt = time.GetTimestamp();
        var listed = new HashSet<int>();
        var readable = new List<ProcessCounters>();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                listed.Add(process.Id);
                try
                {
                    var cpu = (ulong)process.TotalProcessorTime.Ticks * NanosecondsPerTick;
                    var readAt = time.GetTimestamp();
                    readable.Add(new ProcessCounters(
                        process.Id, StartOf(process), new ProgramKey("", process.ProcessName), readAt, cpu, (ulong)process.WorkingSet64));
                }
                catch (Exception problem) when (problem is Win32Exception or InvalidOperationException or NotSupportedException)
                {
                    // Another user's, or at its end.
                    continue;
                }
            }
        }

        return new ProcessSnapshot(listedAt, listed, readable);
    }

    // Elsewhere it is reckoned from the wall clock, and moves with it.
    private static long StartOf(Process process) => OperatingSystem.IsWindows() ? process.StartTime.ToUniversalTime().Ticks : 0;
}
