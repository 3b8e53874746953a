using System.Globalization;
using LaunchStack.Metrics.Cli.Collect.Cgroup;

namespace LaunchStack.Metrics.Cli.Collect.Processes;

/// <summary>
/// The processes under Linux's <c>/proc</c>, without the kernel's own threads. .NET's Process class tells no user, and counts those
/// threads as processes.
/// </summary>
/// <param name="root">Where procfs is mounted.</param>
/// <param name="time">The clock.</param>
internal sealed class ProcTable(string root, TimeProvider time) : IProcessTable
{
    // The kernel's USER_HZ is 100 on all architectures that .NET runs on.
    private const ulong NanosecondsPerTick = 10_000_000;
    private const ulong BytesPerKibibyte = 1024;

    // Columns of proc_pid_stat(5), counted from the one behind the name.
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int StartTime = 19;

    public string Description => root;

    public ProcessSnapshot Read()
    {
        var listedAt = time.GetTimestamp();
        var ids = CgroupFile.Folders(root)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .ToHashSet();
        return new ProcessSnapshot(listedAt, ids, [.. ids.Select(ReadProcess).OfType<ProcessCounters>()]);
    }

    private ProcessCounters? ReadProcess(int id)
    {
        var folder = $"{root}/{id}";
        var status = CgroupFile.Lines($"{folder}/status");

        // Threads of the kernel have no memory of their own, and what has ended has none any more.
        if (Field(status, "Uid:") is not [_, var user, ..]
            || Field(status, "VmRSS:") is not [var resident, ..]
            || !ulong.TryParse(resident, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes))
        {
            return null;
        }

        // A name may hold anything, line ends and brackets included.
        var stat = string.Join('\n', CgroupFile.Lines($"{folder}/stat"));
        var readAt = time.GetTimestamp();
        var (open, close) = (stat.IndexOf('(', StringComparison.Ordinal), stat.LastIndexOf(')'));
        if (open < 0 || close < open)
        {
            return null;
        }

        var columns = stat[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns.Length > StartTime
            && ulong.TryParse(columns[UserTime], NumberStyles.None, CultureInfo.InvariantCulture, out var userTime)
            && ulong.TryParse(columns[SystemTime], NumberStyles.None, CultureInfo.InvariantCulture, out var systemTime)
            && long.TryParse(columns[StartTime], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new ProcessCounters(
                id,
                start,
                new ProgramKey(user, ProcessName.Of(stat[(open + 1)..close], () => CgroupFile.FirstLine($"{folder}/cmdline"))),
                readAt,
                (userTime + systemTime) * NanosecondsPerTick,
                kibibytes * BytesPerKibibyte)
            : null;
    }

    private static string[] Field(string[] status, string name) =>
        Array.Find(status, line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? line[name.Length..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
            : [];
}
