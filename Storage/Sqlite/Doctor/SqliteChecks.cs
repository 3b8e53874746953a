using LaunchStack.Metrics.Storage.Schema.Doctor;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite.Doctor;

/// <summary>The checks of a file, in the order in which their findings are read.</summary>
internal static class SqliteChecks
{
    public static IEnumerable<SqliteCheck> All(ExaminationDepth depth, TimeProvider time) =>
    [
        .. CheckFiles.Of(SqliteSchema.Folders, depth).Select(check => SqliteCheck.Of(check.Name, check.Statement)),
        new("window-chain", connection => WindowChain.Judge(Lifecycle(connection), acceptLate: null)),
    ];

    /// <summary>Whether a schema is there, and what to say of it.</summary>
    public static (bool IsThere, Verdict Verdict) Schema(SqliteConnection connection)
    {
        var journal = SqliteSchema.Journal(connection);
        return journal.Count > 0
            ? (true, SchemaRule.Judge(SqliteSchema.Folders, journal))
            : (false, Verdict.Fail("the file has no schema yet", SchemaRule.SetUp));
    }

    private static Lifecycle Lifecycle(SqliteConnection connection)
    {
        var stored = SqliteCheck.Read(
            connection,
            "SELECT name, value FROM launchstack_lifecycle",
            reader => (Name: reader.GetString(0), Value: TimeSpan.FromMicroseconds(reader.GetInt64(1)))).ToDictionary(row => row.Name, row => row.Value);
        return new Lifecycle().With(LifecycleValue.All
            .Where(value => stored.ContainsKey(value.Column))
            .ToDictionary(value => value, value => stored[value.Column]));
    }
}
