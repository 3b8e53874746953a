using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Packages;

/// <summary>What others get: the two libraries and the tool, installed from a feed and used as their pages say.</summary>
public sealed class PackageTests(PackedFixture packed) : IClassFixture<PackedFixture>
{
    private const string Client = "LaunchStack.Metrics.Client";
    private const string Interfaces = "LaunchStack.Metrics.Grains.Interfaces";
    private const string Tool = "LaunchStack.Metrics.Cli";

    // The pages use the defaults.
    private static readonly Dictionary<string, string?> DefaultCluster = new() { ["Cluster__ClusterId"] = null, ["Cluster__ServiceId"] = null };

    [Fact]
    public async Task The_samples_of_the_pages_run_with_the_packages_alone()
    {
        await using var silo = await SiloProcess.StartAsync(DefaultCluster);
        var (instance, other) = (Guid.NewGuid(), Guid.NewGuid());
        Directory.CreateDirectory(Path.Combine(packed.Folder, "sample"));
        await WriteAsync(
            "Sample.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{Client}" Version="{PackedFixture.Version}" />
              </ItemGroup>
            </Project>
            """);
        await WriteAsync("ReadmeSample.cs", SampleOf.Page("README.md"));
        await WriteAsync("QuerySample.cs", SampleOf.Page("docs", "client.md"));
        await WriteAsync("GrainsSample.cs", SampleOf.Page("Grains.Interfaces", "README.md"));
        await WriteAsync(
            "Program.cs",
            """
            using System.Net;
            using LaunchStack.Metrics.Client;
            using LaunchStack.Metrics.Models;

            var (gateway, instance) = (IPEndPoint.Parse(args[0]), Guid.Parse(args[1]));
            await ReadmeSample.RunAsync(args[0], instance);
            await GrainsSample.RunAsync(gateway, Guid.Parse(args[2]));
            await using var client = await MetricsClient.ConnectAsync(options => options.Gateways = [args[0]]);
            var queries = QuerySample.RunAsync(client, instance, Console.Out, CancellationToken.None);
            while (!queries.IsCompleted)
            {
                await client.AddAsync(instance, new Sample(TimeProvider.System.GetUtcNow(), 99, 0, 0, 0, 0));
                await client.FlushAsync();
            }

            await queries;
            """);
        // A compiler that stays would keep the output open.
        await packed.DotnetAsync("build", "sample", "--output", "built", "-p:UseSharedCompilation=false");

        var lines = await packed.RunAsync(Path.Combine(packed.Folder, "built", "Sample"), $"127.0.0.1:{silo.GatewayPort}", $"{instance}", $"{other}");

        Assert.EndsWith(": 12.5 %", lines.First(), StringComparison.Ordinal);
        Assert.Equal("1 durable, 12.5 %", lines.ElementAt(1));
        Assert.StartsWith("now: ", lines.ElementAt(2), StringComparison.Ordinal);
        Assert.EndsWith(": 99 %", lines.Last(), StringComparison.Ordinal);
        Assert.Superset(new HashSet<Guid> { instance, other }, await InstancesOfAsync(silo));
    }

    [Fact]
    public async Task The_command_is_installed_as_a_tool_with_all_that_it_needs()
    {
        await packed.DotnetAsync("tool", "install", Tool, "--tool-path", "tools", "--source", packed.Feed, "--version", PackedFixture.Version);
        var command = Path.Combine(packed.Folder, "tools", "launchstack");
        await using var silo = await SiloProcess.StartAsync();
        string[] connection = ["--gateway", $"127.0.0.1:{silo.GatewayPort}", "--cluster-id", silo.ClusterId, "--service-id", silo.ClusterId];
        var instance = Guid.NewGuid();
        using var file = new InputFile("", Lines.Json(instance, 0));

        Assert.Equal([PackedFixture.Built], await packed.RunAsync(command, "--version"));
        await packed.RunAsync(command, ["push", file.Path, "--durable", .. connection]);
        Assert.Contains(await packed.RunAsync(command, ["instances", "--json", .. connection]), line => line.Contains($"{instance}", StringComparison.Ordinal));
        // The schema's scripts and SQLite's own library.
        Assert.Contains(await packed.RunAsync(command, "db", "setup", "--database", "sqlite:own.db"), line => line.Contains("Next: launchstack db doctor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Client, "lib/net10.0/LaunchStack.Metrics.Client")]
    [InlineData(Interfaces, "lib/net10.0/LaunchStack.Metrics.Grains.Interfaces")]
    public async Task A_library_has_its_documentation_and_its_symbols(string id, string assembly)
    {
        Assert.Superset(new HashSet<string> { $"{assembly}.dll", $"{assembly}.xml" }, await EntriesAsync($"{id}.{PackedFixture.Version}.nupkg"));
        Assert.Contains($"{assembly}.pdb", await EntriesAsync($"{id}.{PackedFixture.Version}.snupkg"));
    }

    [Theory]
    [InlineData(Client)]
    [InlineData(Interfaces)]
    [InlineData(Tool)]
    public async Task A_package_says_what_it_is_for_and_under_which_licence(string id)
    {
        await using var package = await OpenAsync($"{id}.{PackedFixture.Version}.nupkg");
        Assert.Superset(new HashSet<string> { "README.md", "LICENSE" }, Names(package));
        await using var nuspec = await package.GetEntry($"{id}.nuspec")!.OpenAsync();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToLookup(element => element.Name.LocalName, element => element.Value);

        Assert.Equal("MIT", Assert.Single(metadata["license"]));
        Assert.Equal("README.md", Assert.Single(metadata["readme"]));
        Assert.Contains("LaunchStack Metrics", Assert.Single(metadata["description"]), StringComparison.Ordinal);
        Assert.Contains("metrics", Assert.Single(metadata["tags"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_else_is_packed() => Assert.Equal(
        [$"{Tool}.{PackedFixture.Version}.nupkg", $"{Client}.{PackedFixture.Version}.nupkg", $"{Interfaces}.{PackedFixture.Version}.nupkg"],
        Directory.GetFiles(packed.Feed, "*.nupkg").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static async Task<HashSet<Guid>> InstancesOfAsync(SiloProcess silo)
    {
        using var answer = JsonDocument.Parse(await silo.Http.GetStringAsync(new Uri("instances", UriKind.Relative)));
        return answer.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToHashSet();
    }

    private static HashSet<string> Names(ZipArchive package) => [.. package.Entries.Select(entry => entry.FullName)];

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(packed.Folder, "sample", name), text);

    private Task<ZipArchive> OpenAsync(string name) => ZipFile.OpenReadAsync(Path.Combine(packed.Feed, name));

    private async Task<HashSet<string>> EntriesAsync(string name)
    {
        await using var package = await OpenAsync(name);
        return Names(package);
    }
}
