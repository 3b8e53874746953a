using System.Text.RegularExpressions;
using LaunchStack.Metrics.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LaunchStack.Metrics.Architecture.Tests.Deployment;

/// <summary>A compose file of the repository, as it is while no variable is set.</summary>
internal sealed partial class ComposeFile
{
    private ComposeFile(string text, YamlMappingNode root) => (Text, Root) = (text, root);

    /// <summary>What is written in it.</summary>
    public string Text { get; }

    /// <summary>The whole of it.</summary>
    public YamlMappingNode Root { get; }

    /// <summary>The services by name.</summary>
    public IReadOnlyDictionary<string, YamlMappingNode> Services =>
        Map(Root, "services").ToDictionary(entry => entry.Key, entry => (YamlMappingNode)entry.Value);

    /// <summary>Every variable that it reads.</summary>
    public IEnumerable<string> Variables => Variable().Matches(Text).Select(match => match.Groups["name"].Value).Distinct();

    /// <summary>Reads one.</summary>
    /// <param name="name">Its name in the repository's root.</param>
    public static ComposeFile Read(string name)
    {
        var text = File.ReadAllText(RepositoryRoot.Combine(name));
        var yaml = new YamlStream();
        yaml.Load(new MergingParser(new Parser(new StringReader(text))));
        return new ComposeFile(text, (YamlMappingNode)yaml.Documents[0].RootNode);
    }

    /// <summary>What a value is while no variable is set; a variable that has to be set stays as it is written.</summary>
    public static string WithDefaults(string value) =>
        Variable().Replace(value, match => match.Groups["kind"].Value == "?" ? match.Value : match.Groups["default"].Value);

    /// <summary>A mapping of scalars, lists and mappings; empty where there is none.</summary>
    public static IReadOnlyDictionary<string, YamlNode> Map(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlMappingNode map
            ? map.Children.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value)
            : new Dictionary<string, YamlNode>();

    /// <summary>A list's items, or a scalar as the only one, with the defaults in.</summary>
    public static IReadOnlyList<string> List(YamlMappingNode node, string key) => !node.Children.TryGetValue(key, out var value)
        ? []
        : [.. (value is YamlSequenceNode list ? list.Children : [value]).Select(item => WithDefaults(item.ToString()))];

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>\w+)(:(?<kind>[-?])(?<default>[^}]*))?\}")]
    private static partial Regex Variable();
}
