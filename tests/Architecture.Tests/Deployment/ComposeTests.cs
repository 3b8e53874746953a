using System.Text.RegularExpressions;
using LaunchStack.Metrics.Testing;
using YamlDotNet.RepresentationModel;

namespace LaunchStack.Metrics.Architecture.Tests.Deployment;

/// <summary>What has to hold for docker-compose.yml and its overrides, whoever edits them.</summary>
public sealed partial class ComposeTests
{
    private const string Main = "docker-compose.yml";
    private const string Open = "docker-compose.open.yml";
    private const string Macvlan = "docker-compose.macvlan.yml";
    private const string Monitoring = "docker-compose.monitoring.yml";
    private const string Cluster = "docker-compose.cluster.yml";
    private static readonly Version OldestTimescale = new(2, 29, 2);

    [Theory]
    [InlineData(Main)]
    [InlineData(Open)]
    [InlineData(Macvlan)]
    [InlineData(Monitoring)]
    [InlineData(Cluster)]
    public void A_file_has_no_key_that_compose_calls_obsolete(string file) =>
        Assert.DoesNotContain("version", ComposeFile.Read(file).Root.Children.Keys.Select(key => key.ToString()));

    [Fact]
    public void Every_image_that_is_not_built_here_is_pinned()
    {
        var pulled = ComposeFile.Read(Main).Services.Values.Where(service => !service.Children.ContainsKey("build")).ToList();

        Assert.NotEmpty(pulled);
        Assert.All(pulled, service =>
        {
            var tag = Pinned().Match(ComposeFile.List(service, "image").Single());
            Assert.True(tag.Success, $"{service.Children["image"]} names no version");
            Assert.True(Version.Parse(tag.Groups["version"].Value) >= OldestTimescale, $"{tag.Value} is older than {OldestTimescale}");
        });
    }

    [Theory]
    [InlineData(Main)]
    [InlineData(Open)]
    [InlineData(Macvlan)]
    [InlineData(Monitoring)]
    [InlineData(Cluster)]
    public void A_secret_is_asked_for_and_never_written(string file)
    {
        foreach (var service in ComposeFile.Read(file).Services.Values)
        {
            Assert.All(
                ComposeFile.Map(service, "environment").Where(variable => Secret().IsMatch(variable.Key)),
                variable => Assert.Matches(@"^(\$\{\w+:\?[^}]+\}|\$\{\w+:-\}|)$", variable.Value.ToString()));
            Assert.All(ComposeFile.List(service, "command").Concat(ComposeFile.Map(service, "environment").Values.Select(value => value.ToString())), value =>
                Assert.DoesNotMatch(@"://[^/@]*:[^/@]*@", value));
        }
    }

    [Fact]
    public void Prometheus_and_Grafana_are_pinned_and_say_whether_they_are_well()
    {
        var services = ComposeFile.Read(Monitoring).Services;

        Assert.All(["prometheus", "grafana"], name =>
        {
            Assert.Matches(@":v?\d+\.\d+\.\d+$", ComposeFile.List(services[name], "image").Single());
            Assert.Contains("test", ComposeFile.Map(services[name], "healthcheck").Keys);
        });
        Assert.Equal(ComposeFile.List(ComposeFile.Read(Main).Services["database"], "image"), ComposeFile.List(services["dashboards-role"], "image"));
    }

    [Fact]
    public void What_is_mounted_from_the_repository_is_there_and_read_only() => Assert.All(
        new[] { Main, Monitoring, Cluster }.SelectMany(file => ComposeFile.Read(file).Services.Values).SelectMany(service => ComposeFile.List(service, "volumes")).Where(volume => volume.StartsWith("./", StringComparison.Ordinal)),
        volume =>
        {
            Assert.EndsWith(":ro", volume, StringComparison.Ordinal);
            Assert.True(Path.Exists(RepositoryRoot.Combine(volume.Split(':')[0])), volume);
        });

    [Theory]
    [InlineData(Main)]
    [InlineData(Monitoring)]
    [InlineData(Cluster)]
    public void Everything_is_published_on_loopback_until_a_variable_says_otherwise(string file) =>
        Assert.All(
            ComposeFile.Read(file).Services.Values.SelectMany(service => ComposeFile.List(service, "ports")),
            port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Fact]
    public void HTTP_for_other_machines_takes_a_key_and_leaves_the_gateway_on_loopback()
    {
        var silo = ComposeFile.Read(Open).Services["silo"];

        Assert.Contains(":?", ComposeFile.Map(silo, "environment")["Metrics__ApiKey"].ToString(), StringComparison.Ordinal);
        Assert.Equal("false", ComposeFile.Map(silo, "environment")["Metrics__AllowAnonymous"].ToString());
        // Added to the loopback ports, the same port would be bound twice.
        Assert.Equal("!override", silo.Children["ports"].Tag.Value);
        Assert.Equal(["0.0.0.0:8080:8080", "127.0.0.1:30000:30000"], ComposeFile.List(silo, "ports"));
    }

    [Fact]
    public void The_gateway_has_the_same_port_outside_and_inside()
    {
        var silo = ComposeFile.Read(Main).Services["silo"];
        var inside = ComposeFile.Map(silo, "environment")["Cluster__GatewayPort"].ToString();

        Assert.Contains($"127.0.0.1:{inside}:{inside}", ((YamlSequenceNode)silo.Children["ports"]).Children.Select(port => port.ToString()));
    }

    [Fact]
    public void A_silo_starts_after_the_schema_that_starts_after_the_roles_that_start_after_the_database()
    {
        var services = ComposeFile.Read(Main).Services;

        Assert.Equal("service_completed_successfully", Condition(services["silo"], "schema"));
        Assert.Equal("service_completed_successfully", Condition(services["schema"], "roles"));
        Assert.Equal("service_healthy", Condition(services["roles"], "database"));
    }

    [Fact]
    public void The_silo_is_the_writer_and_leaves_the_schema_to_its_owner()
    {
        var services = ComposeFile.Read(Main).Services;
        var silo = ComposeFile.Map(services["silo"], "environment");
        var schema = ComposeFile.Map(services["schema"], "environment");

        Assert.StartsWith("postgresql://launchstack_writer@database/", silo["DATABASE_URL"].ToString(), StringComparison.Ordinal);
        Assert.Equal("false", silo["Metrics__ApplySchema"].ToString());
        Assert.StartsWith("postgresql://launchstack_owner@database/", schema["DATABASE_URL"].ToString(), StringComparison.Ordinal);
        Assert.Equal(["launchstack", "db", "setup"], ComposeFile.List(services["schema"], "command"));
    }

    [Theory]
    [InlineData(Main)]
    [InlineData(Open)]
    [InlineData(Cluster)]
    public void A_silo_gets_options_that_there_are_with_values_that_they_take(string file)
    {
        foreach (var silo in ComposeFile.Read(file).Services.Where(service => service.Key.StartsWith("silo", StringComparison.Ordinal)))
        {
            Assert.Empty(SiloEnvironment.Faults(ComposeFile.Map(silo.Value, "environment").Select(variable => KeyValuePair.Create(
                variable.Key,
                Secret().IsMatch(variable.Key) ? "a-secret-of-16-characters" : ComposeFile.WithDefaults(variable.Value.ToString())))));
        }
    }

    [Fact]
    public void The_example_names_every_variable_with_its_default_and_no_secret()
    {
        var example = ExampleLine().Matches(File.ReadAllText(RepositoryRoot.Combine(".env.example"))).ToDictionary(line => line.Groups["name"].Value, line => line.Groups["value"].Value);
        var files = new[] { Main, Open, Macvlan, Monitoring, Cluster }.Select(ComposeFile.Read).ToList();

        // Passed on as it is, so no file names it between braces.
        Assert.Equal(files.SelectMany(file => file.Variables).Append("Metrics__ApiKey").Distinct().Order(), example.Keys.Order());
        Assert.All(example, variable => Assert.Contains(files, file =>
            file.Text.Contains($"${{{variable.Key}:-{variable.Value}}}", StringComparison.Ordinal) || (variable.Value.Length == 0 && Secret().IsMatch(variable.Key))));
    }

    private static string Condition(YamlMappingNode service, string dependency) =>
        ((YamlMappingNode)ComposeFile.Map(service, "depends_on")[dependency]).Children["condition"].ToString();

    [GeneratedRegex(@":(?<version>\d+\.\d+\.\d+)-pg\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex("PASSWORD|SECRET|ApiKey")]
    private static partial Regex Secret();

    [GeneratedRegex(@"^#?(?<name>\w+)=(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex ExampleLine();
}
