using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class ReadmeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_in_the_README_works()
    {
        await using var silo = new TestSilo { ClusterId = new MetricsClientOptions().ClusterId };
        await silo.InitializeAsync();
        var instance = Guid.NewGuid();

        await ReadmeSample.RunAsync(silo.Gateway, instance);

        Assert.Equal(12.5, Assert.Single(await silo.SamplesAsync(instance)).Sample.CpuUsage);
    }

    [Theory]
    [InlineData("ReadmeSample.cs", "README.md")]
    [InlineData("ReadmeSample.cs", "Client/README.md")]
    [InlineData("QuerySample.cs", "docs/client.md")]
    public async Task A_page_shows_the_sample_that_is_tested(string sample, string page)
    {
        var code = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "Client.Tests", sample), Cancel);

        var shown = Between(await File.ReadAllTextAsync(RepositoryRoot.Combine(page.Split('/')), Cancel), "<!-- sample -->", "<!-- /sample -->");

        Assert.Equal($"```csharp\n{Between(code, "// <sample>", "// </sample>")}\n```", shown);
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"no {start} … {end}");
        return text[(from + start.Length)..to].Trim();
    }
}
