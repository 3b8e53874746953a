using System.Globalization;

namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>What the machine says about itself and its processes.</summary>
/// <param name="proc">Where procfs is mounted.</param>
/// <param name="machineIdFile">The file with the machine's id.</param>
internal sealed class HostFiles(string proc, string machineIdFile)
{
    private const ulong BytesPerKibibyte = 1024;
    private const int FirstInterfaceLine = 2;
    private const int BytesOutColumn = 8;

    /// <summary>Where Linux keeps them.</summary>
    public static HostFiles OfThisMachine { get; } = new("/proc", "/etc/machine-id");

    /// <summary>The machine's id (machine-id(5)); its name where there is none, as in many containers.</summary>
    public string MachineId => CgroupFile.FirstLine(machineIdFile) is { Length: > 0 } id ? id : Environment.MachineName;

    /// <summary>An id that changes with every boot.</summary>
    public string BootId => CgroupFile.FirstLine($"{proc}/sys/kernel/random/boot_id") ?? "";

    /// <summary>The machine's memory in bytes; 0 where it is not told.</summary>
    public long Memory
    {
        get
        {
            var line = CgroupFile.Lines($"{proc}/meminfo").FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var text, ..]
                && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
                ? Counters.ToLong(kibibytes * BytesPerKibibyte)
                : 0;
        }
    }

    /// <summary>
    /// The network counters of a process's namespace; null where it shares the machine's, whose traffic belongs to no single
    /// service, and where the namespace may not be seen, which takes the same rights as tracing the process.
    /// </summary>
    public NetworkCounters? OwnNetwork(int process) =>
        Namespace($"{process}") is { } own && own != HostNamespace ? Read($"{process}", own) : null;

    /// <summary>The machine's own network counters.</summary>
    public NetworkCounters? HostNetwork() => HostNamespace is { } host ? Read("self", host) : null;

    // The first process's namespace is hidden from users without rights; ours is the same unless we run in a container,
    // where no other process's is to be seen either.
    private string? HostNamespace => Namespace("1") ?? Namespace("self");

    private string? Namespace(string process)
    {
        try
        {
            // "net:[4026531840]"
            return new FileInfo($"{proc}/{process}/ns/net").LinkTarget is { Length: > 6 } target ? target[5..^1] : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private NetworkCounters Read(string process, string name)
    {
        ulong bytesIn = 0;
        ulong bytesOut = 0;
        foreach (var line in CgroupFile.Lines($"{proc}/{process}/net/dev").Skip(FirstInterfaceLine))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var columns = line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (colon > 0 && line[..colon].Trim() != "lo" && columns.Length > BytesOutColumn)
            {
                bytesIn += ulong.Parse(columns[0], CultureInfo.InvariantCulture);
                bytesOut += ulong.Parse(columns[BytesOutColumn], CultureInfo.InvariantCulture);
            }
        }

        return new NetworkCounters(name, Counters.ToLong(bytesIn), Counters.ToLong(bytesOut));
    }
}
