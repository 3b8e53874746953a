using System.Reflection;
using System.Text.Json;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Packages;

/// <summary>
/// What was built, packed into a feed in a temporary folder, and a folder that knows no other feed. Packages of others come from where this
/// repository's own restore put them, so that nothing is downloaded; ours are unpacked beside the feed, so that no older ones are found.
/// </summary>
public sealed class PackedFixture : IAsyncLifetime
{
    // Minutes on a machine that builds and tests something else, too.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("launchstack-packages-");

    /// <summary>The version that was built, with the commit.</summary>
    public static string Built { get; } = typeof(CommandRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The version of the packages: one that is nowhere else.</summary>
    public static string Version { get; } = $"{Built.Split('+')[0]}-test";

    /// <summary>The folder with the packages.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>The folder to work in.</summary>
    public string Folder => _folder.FullName;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "nuget.config"),
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="unpacked" /></config>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
              <fallbackPackageFolders><clear />{string.Concat(RestoredFolders().Select(path => $"""<add key="{path}" value="{path}" />"""))}</fallbackPackageFolders>
            </configuration>
            """);
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await DotnetAsync(
            "pack", RepositoryRoot.Combine("LaunchStack.Orleans.sln"), "--no-build", "--no-restore", "--configuration", configuration, "--output", Feed, $"-p:PackageVersion={Version}");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs the SDK in the folder and returns its output; throws with it unless it succeeds. No process stays behind.</summary>
    public Task<IReadOnlyCollection<string>> DotnetAsync(params IEnumerable<string> arguments) =>
        RunAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);

    /// <summary>Runs a program in the folder and returns its output; throws with it unless it succeeds.</summary>
    public async Task<IReadOnlyCollection<string>> RunAsync(string program, params IEnumerable<string> arguments)
    {
        await using var process = ChildProcess.Start(
            program,
            arguments,
            new Dictionary<string, string?>
            {
                ["NUGET_PACKAGES"] = null,
                ["DATABASE_URL"] = null,
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                // An installed tool looks for the runtime by itself.
                ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "..", "..", "..", "..")),
            },
            Folder);
        return await process.WaitForExitAsync(Patience) == 0 ? process.Output : throw new InvalidOperationException(process.Describe());
    }

    private static IEnumerable<string> RestoredFolders()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Combine("Client", "obj", "project.assets.json")));
        return [.. assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
    }
}
