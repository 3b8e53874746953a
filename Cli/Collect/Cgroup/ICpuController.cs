namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>Tells the CPU time of control groups.</summary>
internal interface ICpuController
{
    /// <summary>CPU time used by the group and all below it since it was made, in nanoseconds; null where this controller does not know the group.</summary>
    ulong? ReadCpu(string group);
}
