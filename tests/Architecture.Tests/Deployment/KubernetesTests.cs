using System.Reflection;
using k8s.Models;
using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Testing;
using YamlDotNet.Core;

namespace LaunchStack.Metrics.Architecture.Tests.Deployment;

/// <summary>What has to hold for deploy/kubernetes: its schema, what its parts say of each other, and what they say of the silo.</summary>
public sealed class KubernetesTests
{
    private const string NameLabel = "app.kubernetes.io/name";

    [Fact]
    public void Every_field_is_one_of_Kubernetes_and_has_a_value_of_its_type()
    {
        Assert.Equal(
            ["Deployment", "HorizontalPodAutoscaler", "Job", "Namespace", "NetworkPolicy", "PodDisruptionBudget", "Service", "ServiceAccount"],
            Manifests.Objects.Select(item => ((k8s.IKubernetesObject)item).Kind).Distinct().Order());
        Assert.Throws<YamlException>(() => Manifests.Load("apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  selectors:\n    a: b\n"));
        Assert.Throws<YamlException>(() => Manifests.Load("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\nspec:\n  minReadySeconds: soon\n"));
    }

    [Fact]
    public void Every_file_is_a_resource_or_says_that_it_is_applied_by_itself() => Assert.Equal(
        Manifests.Items(Manifests.Kustomization, "resources").Select(file => file.ToString()).Concat(["kustomization.yaml", "pod-monitor.yaml"]).Order(),
        Manifests.Files.Order());

    [Fact]
    public void The_image_is_of_this_version() => Assert.Contains(
        $"newTag: {typeof(IInstanceGrain).Assembly.GetName().Version!.ToString(3)}",
        System.IO.File.ReadAllText(RepositoryRoot.Combine("deploy", "kubernetes", "kustomization.yaml")),
        StringComparison.Ordinal);

    [Fact]
    public void A_silo_gets_options_that_there_are_with_values_that_they_take()
    {
        Assert.Empty(SiloEnvironment.Faults(Manifests.SiloVariables()));
        Assert.NotEmpty(SiloEnvironment.Faults([KeyValuePair.Create("Metrics__FlushIntervall", "00:00:05")]));
        Assert.NotEmpty(SiloEnvironment.Faults([KeyValuePair.Create("Cluster__SiloPort", "0")]));
    }

    [Fact]
    public void The_silo_is_the_writer_and_leaves_the_schema_to_its_owner()
    {
        var job = Assert.Single(Manifests.One<V1Job>().Spec.Template.Spec.Containers);

        Assert.StartsWith("postgresql://launchstack_writer@", Manifests.ConfigMap("silo")["DATABASE_URL"], StringComparison.Ordinal);
        Assert.Equal("false", Manifests.ConfigMap("silo")["Metrics__ApplySchema"]);
        Assert.StartsWith("postgresql://launchstack_owner@", Manifests.ConfigMap("schema")["DATABASE_URL"], StringComparison.Ordinal);
        Assert.Equal(["launchstack", "db", "setup"], job.Args);
        Assert.DoesNotContain(Manifests.SiloContainer.Env, variable => variable.ValueFrom?.SecretKeyRef?.Name == "owner");
    }

    [Fact]
    public void The_database_is_known_by_a_certificate_that_is_there()
    {
        Assert.All(["silo", "schema"], map => Assert.EndsWith(
            "?sslmode=verify-full&sslrootcert=/etc/launchstack/ca.crt", Manifests.ConfigMap(map)["DATABASE_URL"], StringComparison.Ordinal));
        Assert.All([Manifests.SiloPod.Spec, Manifests.One<V1Job>().Spec.Template.Spec], pod =>
        {
            var volume = Assert.Single(pod.Volumes, volume => volume.ConfigMap?.Name == "database-ca");
            Assert.Contains(Assert.Single(pod.Containers).VolumeMounts, mount => mount.Name == volume.Name && mount.MountPath == "/etc/launchstack");
        });
    }

    [Fact]
    public void Nobody_is_believed_whose_request_it_is_until_a_network_is_named() =>
        Assert.DoesNotContain("Metrics__TrustedProxies", Manifests.SiloVariables().Keys);

    [Fact]
    public void Ports_have_one_name_and_one_number_everywhere()
    {
        var ports = Manifests.SiloContainer.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);

        Assert.Equal(new ClusterSettings().SiloPort, ports["silo"]);
        Assert.Equal(ports["silo"].ToString(), Manifests.ConfigMap("silo")["Cluster__SiloPort"]);
        Assert.Equal(ports["gateway"].ToString(), Manifests.ConfigMap("silo")["Cluster__GatewayPort"]);
        Assert.Equal(ports["http"].ToString(), Manifests.ConfigMap("silo")["ASPNETCORE_HTTP_PORTS"]);
        Assert.All(Manifests.Objects.OfType<V1Service>().SelectMany(service => service.Spec.Ports), port => Assert.Contains(port.TargetPort.Value, ports.Keys));
        // Orleans does not answer a client that knows its gateway by another port.
        Assert.Equal(ports["gateway"], Assert.Single(Service("gateways").Spec.Ports).Port);
        Assert.All(Policy("silo").Spec.Ingress.SelectMany(rule => rule.Ports), port => Assert.Contains(port.Port.Value, ports.Keys));
        Assert.Equal(
            new[] { ports["silo"], ports["gateway"] }.Select(port => port.ToString()),
            Policy("silo").Spec.Egress.Single().Ports.Select(port => port.Port.Value));
    }

    [Fact]
    public void Probes_ask_paths_that_there_are_and_that_are_well_while_the_database_is_gone()
    {
        var silo = Manifests.SiloContainer;

        Assert.Equal("/health/live", silo.StartupProbe.HttpGet.Path);
        Assert.Equal("/health/live", silo.LivenessProbe.HttpGet.Path);
        Assert.Equal("/health/silo", silo.ReadinessProbe.HttpGet.Path);
        Assert.All([silo.StartupProbe, silo.LivenessProbe, silo.ReadinessProbe], probe => Assert.Equal("http", probe.HttpGet.Port.Value));
    }

    [Fact]
    public void A_stopping_silo_has_the_time_that_it_may_take()
    {
        var asked = TimeSpan.FromSeconds(Manifests.SiloContainer.Lifecycle.PreStop.Sleep.Seconds) + Manifests.SiloSpan("Metrics__StopTimeout") + LeavingPatience();

        Assert.True(Manifests.SiloPod.Spec.TerminationGracePeriodSeconds >= asked.TotalSeconds, $"{asked} is what it may take");
    }

    [Fact]
    public void Selectors_find_the_pods_that_they_mean()
    {
        var silo = Manifests.SiloPod.Metadata.Labels;

        IEnumerable<IDictionary<string, string>> selectors =
        [
            Manifests.Silo.Spec.Selector.MatchLabels,
            Manifests.One<V1PodDisruptionBudget>().Spec.Selector.MatchLabels,
            Policy("silo").Spec.PodSelector.MatchLabels,
            Policy("silo").Spec.Egress.Single().To.Single().PodSelector.MatchLabels,
            .. Manifests.Objects.OfType<V1Service>().Select(service => service.Spec.Selector),
            .. Manifests.SiloPod.Spec.TopologySpreadConstraints.Select(constraint => constraint.LabelSelector.MatchLabels),
        ];
        Assert.All(selectors, selector => Assert.Equal(silo, selector));
        // The job's pods too, which no service may find.
        Assert.Equal([NameLabel], Policy("database").Spec.PodSelector.MatchLabels.Keys);
        Assert.Equal(silo[NameLabel], Manifests.One<V1Job>().Spec.Template.Metadata.Labels[NameLabel]);
        Assert.NotEqual(silo, Manifests.One<V1Job>().Spec.Template.Metadata.Labels);
        Assert.Equal(Manifests.Silo.Metadata.Name, Manifests.One<V2HorizontalPodAutoscaler>().Spec.ScaleTargetRef.Name);
    }

    [Fact]
    public void The_ports_without_a_key_are_reached_by_silos_and_by_pods_and_namespaces_that_say_so()
    {
        var open = Policy("silo").Spec.Ingress.Where(rule => rule.Ports.Any(port => port.Port.Value != "http")).ToList();

        Assert.Empty(Policy("nothing-else").Spec.PodSelector.MatchLabels ?? new Dictionary<string, string>());
        Assert.Equal(["Ingress", "Egress"], Policy("nothing-else").Spec.PolicyTypes);
        Assert.Equal(2, open.Count);
        Assert.All(open.SelectMany(rule => rule.FromProperty), peer => Assert.NotEmpty(peer.PodSelector.MatchLabels));
        Assert.All(open.Where(rule => rule.Ports.Any(port => port.Port.Value == "silo")).SelectMany(rule => rule.FromProperty), peer => Assert.Null(peer.NamespaceSelector));
    }

    [Fact]
    public void A_pod_that_may_be_let_in_by_HTTP_may_go_out_to_names_and_to_there()
    {
        var callers = Policy("http-callers").Spec;
        var names = Policy("database").Spec.Egress.First();
        var http = Manifests.SiloContainer.Ports.Single(port => port.Name == "http").ContainerPort;

        Assert.Contains(
            Policy("silo").Spec.Ingress.Where(rule => rule.Ports.Any(port => port.Port.Value == "http")).SelectMany(rule => rule.FromProperty),
            peer => peer.NamespaceSelector is null && callers.PodSelector.MatchLabels.SequenceEqual(peer.PodSelector.MatchLabels));
        Assert.Equal(["Egress"], callers.PolicyTypes);
        Assert.Equal(2, callers.Egress.Count);
        Assert.Equal(Yaml(names), Yaml(callers.Egress[0]));
        Assert.Equal(Manifests.SiloPod.Metadata.Labels, callers.Egress[1].To.Single().PodSelector.MatchLabels);
        Assert.Equal($"{http}", callers.Egress[1].Ports.Single().Port.Value);
    }

    [Fact]
    public void Nobody_is_root_writes_to_the_image_or_has_a_token()
    {
        Assert.All([Manifests.SiloPod.Spec, Manifests.One<V1Job>().Spec.Template.Spec], pod =>
        {
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.False(pod.EnableServiceLinks);
            var container = Assert.Single(pod.Containers);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Contains("memory", container.Resources.Limits.Keys);
            Assert.DoesNotContain("cpu", container.Resources.Limits.Keys);
            Assert.All(container.EnvFrom, source => Assert.Null(source.SecretRef));
            Assert.All(container.Env.Where(variable => variable.Name is "PGPASSWORD" or "Metrics__ApiKey"), variable => Assert.NotNull(variable.ValueFrom.SecretKeyRef));
        });
    }

    [Fact]
    public void A_new_silo_is_there_before_an_old_one_goes()
    {
        var strategy = Manifests.Silo.Spec.Strategy.RollingUpdate;
        var scaling = Manifests.One<V2HorizontalPodAutoscaler>().Spec;

        Assert.Equal(("0", "1"), (strategy.MaxUnavailable.Value, strategy.MaxSurge.Value));
        // An apply would set it back to that number.
        Assert.Null(Manifests.Silo.Spec.Replicas);
        Assert.Equal(3, scaling.MinReplicas);
        Assert.True(scaling.Behavior.ScaleDown.StabilizationWindowSeconds > scaling.Behavior.ScaleUp.StabilizationWindowSeconds);
    }

    // How long Orleans may try to tell the cluster that the silo leaves; the host's own time limit has it in.
    private static TimeSpan LeavingPatience() => (TimeSpan)typeof(ServiceOptions).Assembly
        .GetType("LaunchStack.Metrics.Silo.Hosting.SiloHosting", throwOnError: true)!
        .GetField(nameof(LeavingPatience), BindingFlags.Static | BindingFlags.NonPublic)!
        .GetValue(null)!;

    private static string Yaml(object part) => k8s.KubernetesYaml.Serialize(part);

    private static V1Service Service(string name) => Manifests.Objects.OfType<V1Service>().Single(service => service.Metadata.Name == name);

    private static V1NetworkPolicy Policy(string name) => Manifests.Objects.OfType<V1NetworkPolicy>().Single(policy => policy.Metadata.Name == name);
}
