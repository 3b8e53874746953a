namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>
/// Where a private server keeps its files. Suites make and drop hundreds of databases of some hundred files each, which on a disk's file system takes more of the
/// processor than the tests' own statements.
/// </summary>
internal static class ServerFolder
{
    private const string Memory = "/dev/shm";

    // All servers of a run together take less than half of it.
    private const long LeastFree = 4L << 30;

    /// <summary>A folder for a server's data, not made yet.</summary>
    /// <param name="inMemory">Whether it may be in memory, where there is enough of it.</param>
    public static string Choose(bool inMemory) => Path.Combine(
        inMemory && HasMemory() ? Memory : Path.GetTempPath(), $"launchstack-pg-{Environment.ProcessId}-{Path.GetRandomFileName()}");

    private static bool HasMemory() =>
        OperatingSystem.IsLinux() && Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= LeastFree
        && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= 3 * LeastFree;
}
