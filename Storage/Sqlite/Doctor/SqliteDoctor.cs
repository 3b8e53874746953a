using LaunchStack.Metrics.Storage.Schema.Doctor;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite.Doctor;

/// <summary>Examines an SQLite file, beside the silo that has it open or without one.</summary>
/// <param name="path">The file.</param>
/// <param name="options">How the store keeps it.</param>
/// <param name="time">The clock.</param>
internal sealed class SqliteDoctor(string path, SqliteStoreOptions options, TimeProvider time) : IStoreDoctor
{
    private const string File = "file";

    private readonly string _path = Path.GetFullPath(path);

    public Task<DoctorReport> ExamineAsync(ExaminationDepth depth, CancellationToken cancellationToken) =>
        // SQLite blocks its thread.
        Task.Run(() => Examine(depth, cancellationToken), cancellationToken);

    private DoctorReport Examine(ExaminationDepth depth, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        Tier? tier = null;
        if (!System.IO.File.Exists(_path))
        {
            findings.Add(Verdict.Fail("there is no such file", "launchstack db setup, or correct the path").Of(File));
        }
        else
        {
            try
            {
                using var connection = new SqliteConnection(
                    new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
                connection.Open();
                var schema = SqliteChecks.Schema(connection);
                findings.Add(Verdict.Ok($"SQLite {connection.ServerVersion}").Of(File));
                findings.Add(schema.Verdict.Of("schema"));
                tier = schema.IsThere ? Tier.Sqlite : null;
                if (schema.IsThere)
                {
                    findings.AddRange(SqliteChecks.All(depth, options.AcceptLate, time).SelectMany(check =>
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        return check.Run(connection);
                    }));
                }
            }
            catch (SqliteException exception)
            {
                findings.Add((SqliteErrors.IsNoDatabase(exception)
                    ? Verdict.Fail("the file is not an SQLite database", "correct the path, or move the file away")
                    : Verdict.Fail($"the file cannot be read: {exception.Message}", "see who holds it and who may read it")).Of(File));
            }
        }

        return new DoctorReport(_path, tier, time.GetUtcNow(), findings);
    }
}
