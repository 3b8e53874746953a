using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Packages;

/// <summary>The code that a page shows between its marks.</summary>
internal static class SampleOf
{
    private const string Start = "<!-- sample -->\n```csharp\n";
    private const string End = "```\n<!-- /sample -->";

    public static string Page(params string[] path)
    {
        var text = File.ReadAllText(RepositoryRoot.Combine(path));
        var from = text.IndexOf(Start, StringComparison.Ordinal);
        var to = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{string.Join('/', path)} has no sample");
        return text[(from + Start.Length)..to];
    }
}
