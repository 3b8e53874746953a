using System.Reflection;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>This build.</summary>
internal static class Build
{
    /// <summary>The version and, after a plus sign, the commit where it was built in a repository.</summary>
    public static string VersionWithCommit { get; } =
        typeof(Build).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The version, without the commit.</summary>
    public static string Version { get; } = VersionWithCommit.Split('+')[0];
}
