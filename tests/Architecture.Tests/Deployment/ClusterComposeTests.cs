using LaunchStack.Metrics.Testing;
using YamlDotNet.RepresentationModel;

namespace LaunchStack.Metrics.Architecture.Tests.Deployment;

/// <summary>What has to hold for docker-compose.cluster.yml and its proxy.</summary>
public sealed class ClusterComposeTests
{
    private static readonly ComposeFile File = ComposeFile.Read("docker-compose.cluster.yml");
    private static readonly string[] Proxy = [.. System.IO.File.ReadAllLines(RepositoryRoot.Combine("deploy", "haproxy", "haproxy.cfg")).Select(line => line.Trim())];

    private static IReadOnlyDictionary<string, YamlMappingNode> Silos { get; } =
        File.Services.Where(service => service.Key.StartsWith("silo", StringComparison.Ordinal)).ToDictionary();

    [Fact]
    public void Silos_differ_in_their_address_alone()
    {
        var main = ComposeFile.Read("docker-compose.yml").Services["silo"];
        var addresses = Silos.Values.Select(silo => ComposeFile.Map(silo, "environment")["Cluster__AdvertisedAddress"].ToString()).ToList();

        Assert.Equal(3, addresses.Distinct().Count());
        Assert.All(Silos.Values.Zip(addresses), silo => Assert.Equal(Variables(Silos["silo"], addresses[0]), Variables(silo.First, silo.Second)));
        Assert.Equal(
            ComposeFile.Map(main, "environment").Keys.Order(),
            ComposeFile.Map(Silos["silo"], "environment").Keys.Except(["Metrics__TrustedProxies", "Cluster__AdvertisedAddress", "Cluster__ListenAddress"]).Order());
        Assert.All(new[] { "image", "build", "stop_grace_period", "restart" }, key =>
            Assert.All(Silos.Where(silo => silo.Key != "silo"), silo => Assert.Equal(main.Children[key].ToString(), silo.Value.Children[key].ToString())));
    }

    [Fact]
    public void Silo_and_gateway_are_bound_to_the_clusters_network_alone_and_nothing_but_the_proxy_is_published()
    {
        Assert.All(Silos.Values, silo => Assert.Equal(Address(silo, "cluster"), ComposeFile.Map(silo, "environment")["Cluster__ListenAddress"].ToString()));
        Assert.Equal("true", ((YamlMappingNode)ComposeFile.Map(File.Root, "networks")["cluster"]).Children["internal"].ToString());
        Assert.Equal(["edge"], ComposeFile.Map(File.Services["proxy"], "networks").Keys);
        Assert.Equal(["proxy"], File.Services.Where(service => ComposeFile.List(service.Value, "ports").Count > 0).Select(service => service.Key));
        // docker-compose.yml publishes these two.
        Assert.All(["database", "silo"], service => Assert.Equal("!reset", File.Services[service].Children["ports"].Tag.Value));
    }

    [Fact]
    public void The_proxy_alone_says_whose_request_it_passes_on() => Assert.Equal(
        Address(File.Services["proxy"], "edge") + ";${TRUSTED_PROXIES:-}",
        ComposeFile.Map(Silos["silo"], "environment")["Metrics__TrustedProxies"].ToString());

    [Fact]
    public void The_proxy_knows_every_silo_and_asks_paths_that_there_are()
    {
        Assert.All(["ready", "living"], backend =>
        {
            var lines = Proxy.SkipWhile(line => line != $"backend {backend}").Skip(1).TakeWhile(line => !line.StartsWith("backend ", StringComparison.Ordinal)).ToList();
            Assert.Equal(Silos.Keys.Select(silo => $"server {silo} {silo}:8080"), lines.Where(line => line.StartsWith("server ", StringComparison.Ordinal)));
            Assert.Contains($"http-check send meth GET uri /health/{(backend == "ready" ? "ready" : "silo")}", lines);
        });
    }

    private static string Address(YamlMappingNode service, string network) =>
        ((YamlMappingNode)ComposeFile.Map(service, "networks")[network]).Children["ipv4_address"].ToString();

    private static List<string> Variables(YamlMappingNode silo, string address) =>
        [.. ComposeFile.Map(silo, "environment").Select(variable => $"{variable.Key}={variable.Value.ToString().Replace(address, "", StringComparison.Ordinal)}")];
}
