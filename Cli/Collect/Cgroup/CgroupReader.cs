using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>Reads this machine's control groups: containers, units and slices, with no engine to ask.</summary>
/// <param name="root">Where the groups are mounted.</param>
/// <param name="layout">What was found there.</param>
/// <param name="host">What the machine says about itself.</param>
/// <param name="time">The clock.</param>
internal sealed class CgroupReader(string root, CgroupLayout layout, HostFiles host, TimeProvider time) : IContainerReader
{
    private readonly CgroupTree _tree = new(layout, time);
    private readonly string _machineId = host.MachineId;
    private readonly string _boot = host.BootId is { Length: > 8 } id ? id[..8] : host.BootId;
    private readonly long _hostMemory = host.Memory;
    private Dictionary<string, CgroupCounters> _previous = [];

    public string Description => $"control groups {layout.Name} under {root}";

    public string Noun => "control groups";

    public Task<IReadOnlyList<ContainerReading>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var groups = _tree.Read();
        if (groups.Count == 0)
        {
            throw new FailureException($"no control group under {root} tells CPU and memory");
        }

        IReadOnlyList<ContainerReading> readings =
            [.. groups.Where(group => _previous.ContainsKey(group.Path)).Select(group => ToReading(_previous[group.Path], group))];
        _previous = groups.ToDictionary(group => group.Path);
        return Task.FromResult(readings);
    }

    public void Dispose()
    {
    }

    private ContainerReading ToReading(CgroupCounters before, CgroupCounters after)
    {
        var instance = InstanceIds.OfCgroup(_machineId, after.Path);
        var network = after.Path == "/" ? host.HostNetwork() : host.OwnNetwork(after.ProcessId);
        var sample = new Sample(
            Timestamps.Floor(time.GetUtcNow()),
            Counters.Cpu(before.CpuNanoseconds, after.CpuNanoseconds, time.GetElapsedTime(before.ReadAt, after.ReadAt)),
            Counters.ToLong(after.Memory.Usage),
            Counters.Limit(after.Memory.Limit, _hostMemory),
            network?.BytesIn ?? 0,
            network?.BytesOut ?? 0);
        return new ContainerReading(instance, CgroupNames.Display(after.Path), SourceOf(after.Path, instance, network), StartedAt: null, sample);
    }

    /// <summary>
    /// Names the counters by path, boot and network namespace, so that a group made anew under an old path has new counters.
    /// A start time could not do that: a group's folder has no stable one, and one reckoned from the boot moves whenever the
    /// clock is set, which would count everything again.
    /// </summary>
    private string SourceOf(string path, Guid instance, NetworkCounters? network)
    {
        var counters = network is { } own ? $"#{_boot}.{own.Namespace}" : "";
        return path.Length + counters.Length <= PushLimits.MaxSourceLength ? path + counters : instance + counters;
    }
}
