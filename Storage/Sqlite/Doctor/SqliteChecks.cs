using LaunchStack.Metrics.Storage.Schema;
using LaunchStack.Metrics.Storage.Schema.Doctor;
using LaunchStack.Metrics.Storage.Sqlite.Maintenance;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite.Doctor;

/// <summary>The checks of a file, in the order in which their findings are read.</summary>
internal static class SqliteChecks
{
    private static readonly Dictionary<string, string> Statements = SqlText.Queries(SqliteSchema.Folders);

    public static IEnumerable<SqliteCheck> All(ExaminationDepth depth, TimeSpan? acceptLate, TimeProvider time) =>
    [
        .. CheckFiles.Of(SqliteSchema.Folders, depth).Select(check => SqliteCheck.Of(check.Name, check.Statement)),
        new("window-chain", connection => WindowChain.Judge(
            new Lifecycle().With(LifecycleValue.Known(SqliteCheck.Read(connection, Statements["lifecycle-read"], SqliteLifecycle.Row))), acceptLate)),
        new("maintenance", connection => MaintenanceRule.Judge(
            SqliteMaintenance.Tasks, SqliteCheck.Read(connection, Statements["maintenance-runs"], SqliteMaintenance.RunOf), time.GetUtcNow())),
    ];

    /// <summary>Whether a schema is there, and what to say of it.</summary>
    public static (bool IsThere, Verdict Verdict) Schema(SqliteConnection connection)
    {
        var journal = SqliteSchema.Journal(connection);
        return journal.Count > 0
            ? (true, SchemaRule.Judge(SqliteSchema.Folders, journal))
            : (false, Verdict.Fail("the file has no schema yet", SchemaRule.SetUp));
    }
}
