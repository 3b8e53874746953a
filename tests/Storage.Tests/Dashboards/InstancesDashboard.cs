using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Storage.Tests.Dashboards;

/// <summary>The queries of deploy/grafana/dashboards/instances.json, as Grafana sends them.</summary>
internal static partial class InstancesDashboard
{
    /// <summary>The text of every panel's query, by the panel's title.</summary>
    public static IReadOnlyDictionary<string, string> Panels { get; } = Read().RootElement.GetProperty("panels").EnumerateArray()
        .Where(panel => panel.GetProperty("type").GetString() != "row")
        .ToDictionary(panel => panel.GetProperty("title").GetString()!, panel => panel.GetProperty("targets").EnumerateArray().Single().GetProperty("rawSql").GetString()!);

    /// <summary>The query of the variable that instances are chosen by.</summary>
    public static string Instances { get; } = Read().RootElement.GetProperty("templating").GetProperty("list").EnumerateArray()
        .Single(variable => variable.GetProperty("name").GetString() == "instance").GetProperty("query").GetString()!;

    /// <summary>Puts in what Grafana does, for a data source without TimescaleDB's functions.</summary>
    /// <param name="text">The query.</param>
    /// <param name="from">Where the time shown begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="interval">How far apart points are.</param>
    /// <param name="instances">The instances chosen.</param>
    /// <param name="search">The text that their names contain.</param>
    public static string Expand(
        string text, DateTimeOffset from, DateTimeOffset to, TimeSpan interval, IReadOnlyCollection<Guid>? instances = null, string search = "")
    {
        var seconds = interval.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        text = TimeGroup().Replace(text, $"floor(extract(epoch from $1)/{seconds})*{seconds}");
        text = TimeFilter().Replace(text, $"$1 BETWEEN {Literal(from)} AND {Literal(to)}");
        text = text
            .Replace("$__unixEpochFrom()", $"{from.ToUnixTimeSeconds()}", StringComparison.Ordinal)
            .Replace("$__unixEpochTo()", $"{to.ToUnixTimeSeconds()}", StringComparison.Ordinal)
            .Replace("$__timeFrom()", Literal(from), StringComparison.Ordinal)
            .Replace("$__timeTo()", Literal(to), StringComparison.Ordinal)
            .Replace("$__interval_ms", $"{interval.TotalMilliseconds}", StringComparison.Ordinal)
            .Replace("${instance:sqlstring}", string.Join(',', (instances ?? []).Select(id => $"'{id}'")), StringComparison.Ordinal)
            .Replace("${search:sqlstring}", $"'{search.Replace("'", "''", StringComparison.Ordinal)}'", StringComparison.Ordinal);
        return text.Contains('$', StringComparison.Ordinal) ? throw new InvalidOperationException($"a macro that this does not know: {text}") : text;
    }

    private static string Literal(DateTimeOffset moment) => $"'{moment.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}'";

    private static JsonDocument Read() => JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Combine("deploy", "grafana", "dashboards", "instances.json")));

    [GeneratedRegex(@"\$__timeGroup\(([\w.]+), \$__interval\)")]
    private static partial Regex TimeGroup();

    [GeneratedRegex(@"\$__timeFilter\(([\w.]+)\)")]
    private static partial Regex TimeFilter();
}
