namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>The <c>memory</c> controller of cgroup v1.</summary>
/// <param name="root">Where it is mounted.</param>
internal sealed class MemoryV1(string root) : IMemoryController
{
    public string Root => root;

    public CgroupMemory? ReadMemory(string group) => CgroupFile.Number($"{root}{group}/memory.usage_in_bytes") is { } usage
        ? CgroupMemory.Of(
            usage,
            CgroupFile.Number($"{root}{group}/memory.stat", "total_inactive_file"),
            CgroupFile.Number($"{root}{group}/memory.limit_in_bytes"))
        : null;
}
