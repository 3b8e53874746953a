using System.Reflection;

namespace LaunchStack.Metrics.Storage.Schema;

/// <summary>The files of sql/, which travel inside the assembly.</summary>
internal static class SqlText
{
    private const string Root = "sql/";
    private static readonly Assembly Assembly = typeof(SqlText).Assembly;

    /// <summary>Names below sql/ that start with the folder given, by ascending name.</summary>
    public static IEnumerable<string> NamesIn(string folder) =>
        from resource in Assembly.GetManifestResourceNames()
        let name = resource.Replace('\\', '/')
        where name.StartsWith($"{Root}{folder}/", StringComparison.Ordinal)
        orderby name
        select name[Root.Length..];

    /// <summary>A file's text.</summary>
    /// <param name="name">Its name below sql/.</param>
    public static string Read(string name)
    {
        var resource = Assembly.GetManifestResourceNames().Single(item => item.Replace('\\', '/') == Root + name);
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    /// <summary>The statements in the queries/ of some folders, by name; a later folder wins.</summary>
    public static Dictionary<string, string> Queries(IEnumerable<string> folders) => Statements(folders, "queries");

    /// <summary>The statements in a folder of some folders, by name; a later folder wins.</summary>
    /// <param name="folders">Folders of sql/.</param>
    /// <param name="kind">The folder in each of them.</param>
    public static Dictionary<string, string> Statements(IEnumerable<string> folders, string kind) =>
        folders.SelectMany(folder => NamesIn($"{folder}/{kind}"))
            .GroupBy(name => Path.GetFileNameWithoutExtension(name))
            .ToDictionary(group => group.Key, group => Read(group.Last()));
}
