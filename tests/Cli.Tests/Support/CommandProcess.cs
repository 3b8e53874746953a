using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Support;

/// <summary>Runs the command as a process of its own.</summary>
internal static class CommandProcess
{
    // Its own output folder: the silo beside the tests brings another framework, whose libraries are missing there.
    private static readonly string Assembly = RepositoryRoot.Combine(
        "Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "launchstack.dll");

    public static ChildProcess Start(params IEnumerable<string> arguments) => ChildProcess.StartAssembly(Assembly, arguments);

    /// <summary>The same with further variables; a null value removes one.</summary>
    public static ChildProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment) =>
        ChildProcess.StartAssembly(Assembly, arguments, environment);

    /// <summary>Runs a script that calls the command by its name, on a database of the environment.</summary>
    public static ChildProcess StartScript(string script, IEnumerable<string> arguments, string databaseUrl)
    {
        var installed = Directory.CreateTempSubdirectory("launchstack-command-");
        var command = Path.Combine(installed.FullName, "launchstack");
        File.WriteAllText(command, $"#!/bin/sh\nexec \"${{DOTNET_HOST_PATH:-dotnet}}\" exec '{Assembly}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return ChildProcess.Start("sh", [script, .. arguments], new Dictionary<string, string?>
        {
            ["PATH"] = $"{installed.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
            ["DATABASE_URL"] = databaseUrl,
        });
    }
}
