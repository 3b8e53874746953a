namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>Tells the memory of control groups, and which groups there are.</summary>
internal interface IMemoryController
{
    /// <summary>The folder of the group at the top of the tree.</summary>
    string Root { get; }

    /// <summary>The memory of the group and all below it; null where this controller does not know the group.</summary>
    CgroupMemory? ReadMemory(string group);
}
