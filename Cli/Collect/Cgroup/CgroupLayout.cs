namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>Which hierarchies tell what on this machine.</summary>
/// <param name="Name">The version, for people.</param>
/// <param name="Cpu">Where CPU time is told; the first that knows a group wins.</param>
/// <param name="Memory">Where memory is told; the first that knows a group wins.</param>
internal sealed record CgroupLayout(string Name, IReadOnlyList<ICpuController> Cpu, IReadOnlyList<IMemoryController> Memory)
{
    private static readonly string[] CpuacctFolders = ["cpuacct", "cpu,cpuacct", "cpuacct,cpu"];

    /// <summary>
    /// Looks at what is mounted. Hybrid machines keep CPU and memory in v1 and mount v2 as <c>unified</c>; there v2 fills in
    /// for groups that a v1 controller does not account for.
    /// </summary>
    /// <param name="root">Usually <c>/sys/fs/cgroup</c>.</param>
    /// <returns>Null where CPU or memory is told nowhere.</returns>
    public static CgroupLayout? Detect(string root)
    {
        if (IsUnified(root))
        {
            var v2 = new UnifiedV2(root);
            return new CgroupLayout("v2", [v2], [v2]);
        }

        var cpu = new List<ICpuController>();
        var memory = new List<IMemoryController>();
        if (CpuacctFolders.Select(name => $"{root}/{name}").FirstOrDefault(Directory.Exists) is { } cpuacct)
        {
            cpu.Add(new CpuacctV1(cpuacct));
        }

        if (Directory.Exists($"{root}/memory"))
        {
            memory.Add(new MemoryV1($"{root}/memory"));
        }

        var name = "v1";
        if (IsUnified($"{root}/unified"))
        {
            var v2 = new UnifiedV2($"{root}/unified");
            cpu.Add(v2);
            memory.Add(v2);
            name = cpu.Count + memory.Count > 2 ? "v1 and v2" : "v2";
        }

        return cpu.Count > 0 && memory.Count > 0 ? new CgroupLayout(name, cpu, memory) : null;
    }

    private static bool IsUnified(string root) => File.Exists($"{root}/cgroup.controllers");
}
