using System.Globalization;

namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>
/// Walks the control groups and reads those that stand for something: containers and units, and otherwise the smallest slices
/// that can be read, so that nothing is counted twice. A machine with no such group is read as a whole. Groups without a
/// process are what is left of something that ended.
/// </summary>
/// <param name="layout">Where the numbers are.</param>
/// <param name="time">The clock.</param>
internal sealed class CgroupTree(CgroupLayout layout, TimeProvider time)
{
    private const string Top = "/";

    /// <summary>Reads all of them.</summary>
    public IReadOnlyList<CgroupCounters> Read()
    {
        var found = new List<CgroupCounters>();
        if (!Visit(Top, found) && ReadGroup(Top) is { } machine)
        {
            found.Add(machine);
        }

        return found;
    }

    private bool Visit(string group, List<CgroupCounters> found)
    {
        var any = false;
        if (!CgroupNames.IsWhole(group))
        {
            foreach (var child in Children(group))
            {
                any |= Visit(child, found);
            }
        }

        if (!any && group != Top && ReadGroup(group) is { } counters)
        {
            found.Add(counters);
            any = true;
        }

        return any;
    }

    private CgroupCounters? ReadGroup(string group)
    {
        var folder = group == Top ? "" : group;
        return FirstProcess(folder) is { } process
            && layout.Cpu.Select(controller => controller.ReadCpu(folder)).FirstOrDefault(cpu => cpu is not null) is { } cpu
            && layout.Memory.Select(controller => controller.ReadMemory(folder)).FirstOrDefault(memory => memory is not null) is { } memory
            ? new CgroupCounters(group, time.GetTimestamp(), cpu, memory, process)
            : null;
    }

    // Under v2, processes of a group with children live in the children.
    private int? FirstProcess(string group)
    {
        foreach (var controller in layout.Memory)
        {
            if (int.TryParse(CgroupFile.FirstLine($"{controller.Root}{group}/cgroup.procs"), NumberStyles.None, CultureInfo.InvariantCulture, out var process))
            {
                return process;
            }
        }

        return Children(group).Select(FirstProcess).FirstOrDefault(process => process is not null);
    }

    private IEnumerable<string> Children(string group)
    {
        var folder = group == Top ? "" : group;
        return layout.Memory
            .SelectMany(controller => CgroupFile.Folders($"{controller.Root}{folder}"))
            .Distinct(StringComparer.Ordinal)
            .Select(name => $"{folder}/{name}");
    }
}
