namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>What one control group's files say at one moment.</summary>
/// <param name="Path">The group's path from the top of the tree, such as <c>/system.slice/nginx.service</c>; <c>/</c> for the top.</param>
/// <param name="ReadAt">When, as a <see cref="TimeProvider"/>'s timestamp: the wall clock may be set between two reads.</param>
/// <param name="CpuNanoseconds">CPU time since the group was made.</param>
/// <param name="Memory">Its memory.</param>
/// <param name="ProcessId">One of its processes.</param>
internal sealed record CgroupCounters(string Path, long ReadAt, ulong CpuNanoseconds, CgroupMemory Memory, int ProcessId);
