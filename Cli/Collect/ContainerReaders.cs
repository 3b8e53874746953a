using LaunchStack.Metrics.Cli.Collect.Cgroup;
using LaunchStack.Metrics.Cli.Collect.Docker;
using LaunchStack.Metrics.Cli.Collect.Processes;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Finds what this machine can be read from.</summary>
/// <param name="time">The clock.</param>
/// <param name="report">Takes what people should know, a line each.</param>
internal sealed class ContainerReaders(TimeProvider time, Action<string> report)
{
    /// <summary>Opens a reader.</summary>
    /// <param name="source">Where to read from.</param>
    /// <param name="dockerHost">The engine's address; null for the one that <c>docker</c> itself would use.</param>
    /// <param name="cgroupRoot">Where control groups are mounted.</param>
    /// <param name="programs">How many programs are read where processes are.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FailureException">There is nothing to read from.</exception>
    public async Task<IContainerReader> OpenAsync(
        SourceKind source, Uri? dockerHost, string cgroupRoot, int programs, CancellationToken cancellationToken)
    {
        // An engine that was named is wanted: control groups are another set of instances.
        if (source == SourceKind.Docker || (source == SourceKind.Auto && dockerHost is not null))
        {
            return await OpenDockerAsync(dockerHost, cancellationToken);
        }

        if (source == SourceKind.Cgroup)
        {
            return OpenCgroups(cgroupRoot) ?? throw new FailureException(NoCgroups(cgroupRoot));
        }

        if (source == SourceKind.Processes)
        {
            return OpenProcesses(cgroupRoot, programs);
        }

        try
        {
            return await OpenDockerAsync(dockerHost, cancellationToken);
        }
        catch (FailureException noEngine)
        {
            if (OpenCgroups(cgroupRoot) is { } groups && await TellsAnythingAsync(groups, cancellationToken))
            {
                report($"{noEngine.Message}; reading control groups instead");
                return groups;
            }

            report($"{noEngine.Message}; {NoCgroups(cgroupRoot)}; reading processes instead");
            return OpenProcesses(cgroupRoot, programs);
        }
    }

    private async Task<IContainerReader> OpenDockerAsync(Uri? host, CancellationToken cancellationToken) =>
        new DockerReader(await DockerEngine.ConnectAsync(host, cancellationToken), report);

    private CgroupReader? OpenCgroups(string root) =>
        CgroupLayout.Detect(root) is { } layout ? new CgroupReader(root, layout, HostFiles.OfThisMachine, time) : null;

    // Controllers may be mounted and account for nothing, as where the memory controller is off.
    private static async Task<bool> TellsAnythingAsync(CgroupReader groups, CancellationToken cancellationToken)
    {
        try
        {
            await groups.ReadAsync(cancellationToken);
            return true;
        }
        catch (FailureException)
        {
            return false;
        }
    }

    private ProcessReader OpenProcesses(string cgroupRoot, int programs)
    {
        var host = HostFiles.OfThisMachine;
        IProcessTable table = OperatingSystem.IsLinux() ? new ProcTable("/proc", time) : new RuntimeTable(time);
        var memory = OperatingSystem.IsLinux() ? host.Memory : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

        // In a container the group at the top is the container, and all processes share its limit.
        var limit = CgroupLayout.Detect(cgroupRoot)?.Memory.Select(controller => controller.ReadMemory("")?.Limit).FirstOrDefault(bytes => bytes is not null);
        return new ProcessReader(table, host.MachineId, Counters.Limit(limit, memory), programs, time);
    }

    private static string NoCgroups(string root) => $"no control groups that tell CPU and memory under {root}";
}
