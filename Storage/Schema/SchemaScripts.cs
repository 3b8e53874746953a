using DbUp.Engine;
using DbUp.Support;

namespace LaunchStack.Metrics.Storage.Schema;

/// <summary>The scripts of some folders of sql/, in the order in which they are applied.</summary>
internal static class SchemaScripts
{
    /// <summary>Where it is noted which scripts ran.</summary>
    public const string JournalTable = "launchstack_schema_versions";

    /// <summary>The names of the scripts that run once.</summary>
    public static IEnumerable<string> Incremental(IEnumerable<string> folders) =>
        folders.SelectMany(folder => SqlText.NamesIn($"{folder}/incremental"));

    /// <summary>Folder by folder: the scripts that run once, then those that always run.</summary>
    /// <param name="folders">Folders of sql/.</param>
    /// <param name="prologue">What each script's transaction starts with.</param>
    public static IEnumerable<SqlScript> Of(IReadOnlyList<string> folders, string prologue)
    {
        var order = 0;
        foreach (var folder in folders)
        {
            foreach (var name in SqlText.NamesIn($"{folder}/incremental"))
            {
                yield return Script(name, ScriptType.RunOnce, order++, prologue);
            }

            foreach (var name in SqlText.NamesIn($"{folder}/idempotent"))
            {
                yield return Script(name, ScriptType.RunAlways, order++, prologue);
            }
        }
    }

    private static SqlScript Script(string name, ScriptType type, int order, string prologue) =>
        new(name, prologue + SqlText.Read(name), new SqlScriptOptions { ScriptType = type, RunGroupOrder = order });
}
