namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary><c>launchstack-silo --version</c> says which build this is, as <c>launchstack --version</c> does, and starts nothing.</summary>
internal static class VersionCommand
{
    public const string Name = "--version";

    public static int Run()
    {
        Console.WriteLine(Build.VersionWithCommit);
        return 0;
    }
}
