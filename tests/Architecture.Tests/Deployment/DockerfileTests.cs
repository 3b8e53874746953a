using System.Xml.Linq;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Architecture.Tests.Deployment;

/// <summary>What has to hold for the image, whoever edits the Dockerfile or adds a project.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Lines = File.ReadAllLines(RepositoryRoot.Combine("Dockerfile"));

    [Theory]
    [InlineData("Silo")]
    [InlineData("Cli")]
    public void Every_project_that_goes_into_the_image_is_copied_into_its_build(string project)
    {
        foreach (var needed in Needed(project))
        {
            Assert.Contains($"COPY {needed}/{needed}.csproj {needed}/", Lines);
            Assert.Contains($"COPY {needed}/ {needed}/", Lines);
        }
    }

    [Fact]
    public void The_image_runs_as_its_own_user_and_tells_its_health_without_a_shell()
    {
        var stage = Lines[Array.FindLastIndex(Lines, line => line.StartsWith("FROM ", StringComparison.Ordinal))..];

        Assert.Contains("USER $APP_UID", stage);
        Assert.Contains(stage, line => line.Trim() == """CMD ["launchstack-silo", "health"]""");
        Assert.DoesNotContain(stage, line => line.StartsWith("RUN ", StringComparison.Ordinal));
    }

    // The project and those that it refers to.
    private static IEnumerable<string> Needed(string project) => XDocument.Load(RepositoryRoot.Combine(project, $"{project}.csproj"))
        .Descendants("ProjectReference")
        .SelectMany(reference => Needed(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)))
        .Append(project)
        .Distinct();
}
