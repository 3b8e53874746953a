using System.Text.RegularExpressions;

namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>Tells from a group's path what it is. Docker, containerd, CRI-O and Podman put the container's 64 hexadecimal digits into its last part.</summary>
internal static partial class CgroupNames
{
    private static readonly string[] Units = [".service", ".scope", ".socket", ".mount", ".swap"];

    /// <summary>
    /// Whether the group is one thing that people run: a container, a unit of systemd, or everything that logged-in users run.
    /// What lies below it is part of it.
    /// </summary>
    public static bool IsWhole(string group)
    {
        var name = LastPart(group);
        return ContainerId().IsMatch(name)
            || Array.Exists(Units, unit => name.EndsWith(unit, StringComparison.Ordinal))
            || name == "user.slice"
            || name.StartsWith("lxc.payload.", StringComparison.Ordinal)
            || group.StartsWith("/lxc/", StringComparison.Ordinal);
    }

    /// <summary>The last part of the path, with a container's id cut to the twelve digits that people see elsewhere.</summary>
    public static string Display(string group) => ContainerId().Replace(LastPart(group), match => match.Value[..12]);

    private static string LastPart(string group) => group.Length == 1 ? group : group[(group.LastIndexOf('/') + 1)..];

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerId();
}
