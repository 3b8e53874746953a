using DbUp;
using LaunchStack.Metrics.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>Brings a file's schema up to date, or verifies it.</summary>
/// <param name="connectionString">The file.</param>
/// <param name="logger">Where to say what was applied.</param>
internal sealed class SqliteSchema(string connectionString, ILogger logger)
{
    /// <summary>The folders of sql/ that make the schema.</summary>
    public static readonly string[] Folders = ["sqlite"];

    /// <summary>Applies what is missing.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var builder = DeployChanges.To.SqliteDatabase(connectionString).JournalToSqliteTable(SchemaScripts.JournalTable);
        var scripts = SchemaScripts.Of(Folders, prologue: "");
        var result = await SchemaUpgrade.RunAsync(builder, scripts, logger, cancellationToken).ConfigureAwait(false);
        if (!result.Successful)
        {
            throw result.Error is SqliteException error && SqliteErrors.Translate(error) is StoreUnavailableException
                ? error
                : new StoreSchemaException($"{result.ErrorScript?.Name ?? SchemaScripts.JournalTable} failed: {result.Error.Message}");
        }
    }

    /// <summary>Refuses a file without the schema of this build.</summary>
    public static Task VerifyAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        Task.Run(() => Verify(connection), cancellationToken);

    /// <summary>The same, on the caller's thread.</summary>
    public static void Verify(SqliteConnection connection)
    {
        var missing = SchemaScripts.Incremental(Folders).Except(Journal(connection)).ToList();
        if (missing.Count > 0)
        {
            throw new StoreSchemaException(
                $"the schema is missing or too old (not applied: {string.Join(", ", missing)}); run `launchstack db setup`, or set Metrics:ApplySchema=true");
        }
    }

    /// <summary>Names of the scripts that ran; empty where none did.</summary>
    public static List<string> Journal(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM sqlite_schema WHERE name = '{SchemaScripts.JournalTable}'";
        if (command.ExecuteScalar() is not > 0L)
        {
            return [];
        }

        command.CommandText = $"SELECT ScriptName FROM {SchemaScripts.JournalTable}";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
