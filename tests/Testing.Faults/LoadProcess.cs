namespace LaunchStack.Metrics.Testing.Faults;

/// <summary>The command as a process of its own.</summary>
internal static class LoadProcess
{
    // Its own output folder: the silo beside the tests brings another framework, whose libraries are missing there.
    private static readonly string Assembly = RepositoryRoot.Combine(
        "Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "launchstack.dll");

    public static ChildProcess Start(params IEnumerable<string> arguments) => ChildProcess.StartAssembly(Assembly, arguments);
}
