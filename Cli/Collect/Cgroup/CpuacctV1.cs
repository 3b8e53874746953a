namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>The <c>cpuacct</c> controller of cgroup v1.</summary>
/// <param name="root">Where it is mounted.</param>
internal sealed class CpuacctV1(string root) : ICpuController
{
    public ulong? ReadCpu(string group) => CgroupFile.Number($"{root}{group}/cpuacct.usage");
}
