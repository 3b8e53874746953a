namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>The one tree of cgroup v2. The group at its top tells CPU and no memory, unless this is a container's own view.</summary>
/// <param name="root">Where it is mounted.</param>
internal sealed class UnifiedV2(string root) : ICpuController, IMemoryController
{
    private const ulong NanosecondsPerMicrosecond = 1000;

    public string Root => root;

    public ulong? ReadCpu(string group) => CgroupFile.Number($"{root}{group}/cpu.stat", "usage_usec") * NanosecondsPerMicrosecond;

    public CgroupMemory? ReadMemory(string group) => CgroupFile.Number($"{root}{group}/memory.current") is { } usage
        ? CgroupMemory.Of(usage, CgroupFile.Number($"{root}{group}/memory.stat", "inactive_file"), CgroupFile.Number($"{root}{group}/memory.max"))
        : null;
}
