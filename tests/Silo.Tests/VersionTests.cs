using System.Reflection;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Silo.Hosting;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class VersionTests(SqliteSilo silo)
{
    private static readonly string Built = typeof(SiloProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    [Fact]
    public async Task The_program_says_its_version_and_starts_nothing()
    {
        await using var asking = ChildProcess.StartAssembly(Path.Combine(AppContext.BaseDirectory, "launchstack-silo.dll"), ["--version"]);

        Assert.Equal(0, await asking.WaitForExitAsync());
        Assert.Equal([Built], asking.Lines);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task The_program_says_how_it_is_used_and_starts_nothing(string option)
    {
        await using var asking = ChildProcess.StartAssembly(Path.Combine(AppContext.BaseDirectory, "launchstack-silo.dll"), [option]);

        Assert.Equal(0, await asking.WaitForExitAsync());
        Assert.Contains("Usage:", asking.Output);
        Assert.Empty(asking.Error);
    }

    [Theory]
    [InlineData("/api/v1/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/health/silo")]
    public async Task Health_says_the_version(string path)
    {
        var answer = await silo.Http.GetStringAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(Built.Split('+')[0], (string?)JsonNode.Parse(answer)!["version"]);
    }
}
