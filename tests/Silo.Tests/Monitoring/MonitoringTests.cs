using System.Text.Json;
using System.Text.RegularExpressions;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Testing;
using YamlDotNet.RepresentationModel;

namespace LaunchStack.Metrics.Silo.Tests.Monitoring;

/// <summary>Dashboards and alerts ask for what is there, and documentation says what to do.</summary>
public sealed partial class MonitoringTests(SqliteSilo silo) : IClassFixture<SqliteSilo>
{
    private static readonly HashSet<string> DataSources = ["${prometheus}", "${database}"];

    [Fact]
    public async Task Every_metric_that_a_dashboard_or_an_alert_asks_for_is_one_that_the_service_has()
    {
        await silo.Http.PushAsync(Guid.NewGuid(), $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        var documented = Name().Matches(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "telemetry.md"), TestContext.Current.CancellationToken)).Select(match => match.Value);
        var served = Family().Matches(await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Select(match => match.Groups[1].Value);

        // What a service of its own counts may not have happened yet; "up" is Prometheus's.
        var known = documented.Concat(served).Append("up").ToHashSet();
        var unknown = MonitoringFiles.Queries()
            .SelectMany(query => PromQuery.MetricsOf(query.Query).Where(name => !known.Contains(name) && !known.Contains(Part().Replace(name, ""))).Select(name => $"{query.Where}: {name}"));

        Assert.Empty(unknown);
        Assert.All(MonitoringFiles.Queries(), query => Assert.NotEmpty(PromQuery.MetricsOf(query.Query)));
    }

    [Theory]
    [InlineData("up == 0", "up")]
    [InlineData("""sum by (le, job) (rate(a_total{x="b_c", y=~"$z"}[$__rate_interval])) / on (job) group_left (d) e_sum > 3 * f:g + 1e6""", "a_total", "e_sum", "f:g")]
    [InlineData("a unless on (job) increase(b[5m] offset 1h) > 0 or absent(c)", "a", "b", "c")]
    public void Metrics_are_told_from_functions_labels_and_words(string query, params string[] names) => Assert.Equal(names, PromQuery.MetricsOf(query));

    [Fact]
    public void Every_metric_of_the_services_own_that_is_worth_an_alert_by_its_documentation_has_one()
    {
        var lines = File.ReadAllLines(RepositoryRoot.Combine("docs", "telemetry.md")).Where(line => line.StartsWith("| `launchstack.", StringComparison.Ordinal) && line.Contains("Alert on", StringComparison.Ordinal));
        var asked = MonitoringFiles.Alerts.Values.SelectMany(PromQuery.MetricsOf).ToHashSet();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(Name().Match(line).Value, asked));
    }

    [Fact]
    public async Task The_documentation_says_of_every_alert_what_to_do()
    {
        var rows = Row().Matches(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "monitoring.md"), TestContext.Current.CancellationToken)).Select(match => match.Groups[1].Value);

        Assert.Equal(MonitoringFiles.Alerts.Keys.Order(), rows.Order());
    }

    [Fact]
    public void Dashboards_have_an_identity_each_and_panels_a_place_and_a_data_source_of_their_choice()
    {
        Assert.Equal(["launchstack-instances", "launchstack-service"], MonitoringFiles.Dashboards.Values.Select(board => board.GetProperty("uid").GetString()).Order());
        Assert.Equal(2, MonitoringFiles.Dashboards.Values.Select(board => board.GetProperty("title").GetString()).Distinct().Count());
        foreach (var (file, board) in MonitoringFiles.Dashboards)
        {
            var all = board.GetProperty("panels").EnumerateArray().ToList();
            Assert.Equal(all.Count, all.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
            Assert.All(MonitoringFiles.Panels(board), panel => Assert.All(panel.GetProperty("targets").EnumerateArray().Append(panel), part =>
                Assert.Contains(part.GetProperty("datasource").GetProperty("uid").GetString()!, DataSources)));
            Assert.All(all, panel => Assert.DoesNotContain(all, other => !other.Equals(panel) && Overlap(panel, other)));
            Assert.Empty(UnknownVariables(board).Select(variable => $"{file}: {variable}"));
        }
    }

    [Fact]
    public void Provisioning_names_the_data_sources_that_dashboards_ask_for_and_no_secret()
    {
        var sources = ((YamlSequenceNode)MonitoringFiles.Yaml("deploy", "grafana", "provisioning", "datasources", "launchstack.yml")["datasources"]).Children;

        Assert.Equal(["grafana-postgresql-datasource", "prometheus"], sources.Select(source => source["type"].ToString()).Order());
        Assert.All(sources.OfType<YamlMappingNode>().Where(source => source.Children.ContainsKey("secureJsonData")), source =>
            Assert.All((YamlMappingNode)source["secureJsonData"], secret => Assert.StartsWith("$", secret.Value.ToString(), StringComparison.Ordinal)));
        Assert.Contains(
            $"/etc/launchstack/dashboards:ro",
            File.ReadAllText(RepositoryRoot.Combine("docker-compose.monitoring.yml")),
            StringComparison.Ordinal);
        Assert.Equal(
            "/etc/launchstack/dashboards",
            ((YamlSequenceNode)MonitoringFiles.Yaml("deploy", "grafana", "provisioning", "dashboards", "launchstack.yml")["providers"]).Children.Single()["options"]["path"].ToString());
    }

    private static IEnumerable<string> UnknownVariables(JsonElement board)
    {
        var names = board.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()!).ToHashSet();
        return Variable().Matches(board.GetRawText()).Select(match => match.Groups["name"].Value).Where(name => !name.StartsWith("__", StringComparison.Ordinal) && !names.Contains(name));
    }

    private static bool Overlap(JsonElement one, JsonElement other)
    {
        var (a, b) = (one.GetProperty("gridPos"), other.GetProperty("gridPos"));
        return Meet("x", "w") && Meet("y", "h");

        bool Meet(string start, string length) =>
            a.GetProperty(start).GetInt32() < b.GetProperty(start).GetInt32() + b.GetProperty(length).GetInt32()
            && b.GetProperty(start).GetInt32() < a.GetProperty(start).GetInt32() + a.GetProperty(length).GetInt32();
    }

    [GeneratedRegex(@"\b(launchstack|orleans|http|kestrel|dotnet|aspnetcore)_\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"^# TYPE (\w+)", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Part();

    [GeneratedRegex(@"^\| `(LaunchStack\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\$\{?(?<name>[a-zA-Z_]\w*)")]
    private static partial Regex Variable();
}
