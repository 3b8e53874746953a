using System.Reflection;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>This build.</summary>
internal static class Build
{
    /// <summary>The version, without the commit.</summary>
    public static string Version { get; } =
        typeof(Build).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
