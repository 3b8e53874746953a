using System.Globalization;
using k8s;
using k8s.Models;
using LaunchStack.Metrics.Testing;
using YamlDotNet.RepresentationModel;

namespace LaunchStack.Metrics.Architecture.Tests.Deployment;

/// <summary>
/// What deploy/kubernetes names as its resources, read strictly into the types that are generated from the schema of Kubernetes: a field that there
/// is not, one that is there twice and a value of another type are errors. Not held by them: fields that have to be there, ranges, and what a
/// cluster checks beyond the schema.
/// </summary>
internal static class Manifests
{
    private const string Folder = "kubernetes";

    private static readonly Lazy<YamlNode> LazyKustomization = new(() => Parse(Text("kustomization.yaml")));
    private static readonly Lazy<IReadOnlyList<object>> LazyObjects = new(() =>
        [.. Items(LazyKustomization.Value, "resources").SelectMany(file => Load(Text(file.ToString())))]);

    /// <summary>kustomization.yaml.</summary>
    public static YamlNode Kustomization => LazyKustomization.Value;

    /// <summary>Every object.</summary>
    public static IReadOnlyList<object> Objects => LazyObjects.Value;

    /// <summary>The silos.</summary>
    public static V1Deployment Silo => One<V1Deployment>();

    /// <summary>The silos' pods.</summary>
    public static V1PodTemplateSpec SiloPod => Silo.Spec.Template;

    /// <summary>Their only container.</summary>
    public static V1Container SiloContainer => Assert.Single(SiloPod.Spec.Containers);

    /// <summary>The only object of its kind.</summary>
    public static T One<T>() => Assert.Single(Objects.OfType<T>());

    /// <summary>Reads objects as strictly as it gets.</summary>
    public static IReadOnlyList<object> Load(string yaml) => KubernetesYaml.LoadAllFromString(yaml, strict: true);

    /// <summary>The files of the folder.</summary>
    public static IEnumerable<string> Files => Directory.GetFiles(RepositoryRoot.Combine("deploy", Folder)).Select(file => Path.GetFileName(file));

    /// <summary>The variables of a configuration map that kustomize makes.</summary>
    public static IReadOnlyDictionary<string, string> ConfigMap(string name) =>
        Items(Items(Kustomization, "configMapGenerator").Single(map => map["name"].ToString() == name), "literals")
            .Select(literal => literal.ToString().Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>Everything that a silo has in its environment; what Kubernetes or a secret fills in is there as it may be.</summary>
    public static IReadOnlyDictionary<string, string> SiloVariables() => SiloContainer.EnvFrom
        .SelectMany(source => ConfigMap(source.ConfigMapRef.Name))
        .Concat(SiloContainer.Env.Select(variable => KeyValuePair.Create(
            variable.Name,
            variable.Value ?? (variable.ValueFrom.FieldRef?.FieldPath == "status.podIP" ? "10.244.0.7" : "a-secret-of-16-characters"))))
        .ToDictionary(variable => variable.Key, variable => variable.Value);

    /// <summary>A time span among a silo's variables.</summary>
    public static TimeSpan SiloSpan(string name) => TimeSpan.Parse(SiloVariables()[name], CultureInfo.InvariantCulture);

    /// <summary>A list's items.</summary>
    public static IEnumerable<YamlNode> Items(YamlNode node, string key) => ((YamlSequenceNode)node[key]).Children;

    private static string Text(string file) => File.ReadAllText(RepositoryRoot.Combine("deploy", Folder, file));

    private static YamlNode Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return yaml.Documents[0].RootNode;
    }
}
