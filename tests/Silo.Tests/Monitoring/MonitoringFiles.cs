using System.Text.Json;
using LaunchStack.Metrics.Testing;
using YamlDotNet.RepresentationModel;

namespace LaunchStack.Metrics.Silo.Tests.Monitoring;

/// <summary>What deploy/ has for Prometheus and Grafana.</summary>
internal static class MonitoringFiles
{
    /// <summary>The dashboards by file.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Dashboards { get; } = Directory
        .GetFiles(RepositoryRoot.Combine("deploy", "grafana", "dashboards"))
        .ToDictionary(file => Path.GetFileName(file), file => JsonDocument.Parse(File.ReadAllText(file)).RootElement);

    /// <summary>The alerts by name, with their queries.</summary>
    public static IReadOnlyDictionary<string, string> Alerts { get; } = ((YamlSequenceNode)Yaml("deploy", "prometheus", "alerts.yml")["groups"]).Children
        .SelectMany(group => ((YamlSequenceNode)group["rules"]).Children)
        .ToDictionary(rule => rule["alert"].ToString(), rule => rule["expr"].ToString());

    /// <summary>The panels of a dashboard that show something.</summary>
    public static IEnumerable<JsonElement> Panels(JsonElement dashboard) =>
        dashboard.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row");

    /// <summary>Every query of Prometheus: of alerts, of panels and of variables; each with where it stands.</summary>
    public static IEnumerable<(string Where, string Query)> Queries() =>
    [
        .. Alerts.Select(alert => (alert.Key, alert.Value)),
        .. Dashboards.Values.SelectMany(Panels).SelectMany(panel => panel.GetProperty("targets").EnumerateArray()
            .Where(target => target.TryGetProperty("expr", out _))
            .Select(target => (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!))),
    ];

    /// <summary>A file of YAML.</summary>
    public static YamlNode Yaml(params string[] path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(RepositoryRoot.Combine(path))));
        return yaml.Documents[0].RootNode;
    }
}
