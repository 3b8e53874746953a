namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>Memory of a control group.</summary>
/// <param name="Usage">Bytes in use, without the page cache that the kernel gives back at need.</param>
/// <param name="Limit">The most bytes it may use; null for no limit.</param>
internal readonly record struct CgroupMemory(ulong Usage, ulong? Limit)
{
    /// <summary>Usage without inactive page cache, the way <c>docker stats</c> counts.</summary>
    public static CgroupMemory Of(ulong usage, ulong? inactiveFile, ulong? limit) =>
        new(inactiveFile is { } inactive && inactive < usage ? usage - inactive : usage, limit);
}
