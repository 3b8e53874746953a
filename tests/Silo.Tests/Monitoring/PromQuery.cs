using System.Text.RegularExpressions;

namespace LaunchStack.Metrics.Silo.Tests.Monitoring;

/// <summary>A query of Prometheus, as far as its metrics need it.</summary>
internal static partial class PromQuery
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "group_left", "group_right", "offset", "bool"];

    /// <summary>The names of the metrics that it asks for.</summary>
    /// <param name="query">The query, with Grafana's variables in it or without.</param>
    public static IReadOnlyList<string> MetricsOf(string query)
    {
        var bare = Quoted().Replace(query, "");
        bare = InBraces().Replace(bare, "");
        bare = Labels().Replace(bare, "");
        bare = InBrackets().Replace(bare, "");

        // What a bracket follows is a function, and what a digit begins is a number or a time.
        return [.. Name().Matches(bare).Select(match => match.Value).Where(name => !Words.Contains(name)).Distinct()];
    }

    [GeneratedRegex(@"""[^""]*""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex InBraces();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex(@"(?<![\w.$])[a-zA-Z_:][\w:]*\b(?!\s*\()")]
    private static partial Regex Name();
}
