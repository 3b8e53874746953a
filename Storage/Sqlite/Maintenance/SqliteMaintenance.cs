using LaunchStack.Metrics.Models;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite.Maintenance;

/// <summary>Does what is due for the file, in short transactions, so that pushes get their turn. One process has the file, so there is no lease.</summary>
/// <param name="database">The file.</param>
/// <param name="lifecycle">How long rows live.</param>
/// <param name="time">Tells what has expired.</param>
internal sealed class SqliteMaintenance(SqliteDatabase database, Lifecycle lifecycle, TimeProvider time)
{
    private const int RowsAStep = 2_000;
    private const int HoursAStep = 200;
    private const string Rollup = "rollup";
    private const string Purge = "purge";
    private const string Expire = "expire";

    /// <summary>The tasks, and how long after the start of one run the next is due.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Tasks { get; } =
        new Dictionary<string, TimeSpan> { [Rollup] = TimeSpan.FromSeconds(30), [Purge] = TimeSpan.FromMinutes(1), [Expire] = TimeSpan.FromHours(1) };

    /// <summary>Runs what is due.</summary>
    public async Task<IReadOnlyList<MaintenanceRun>> RunAsync(string runner, CancellationToken cancellationToken)
    {
        var runs = new List<MaintenanceRun>();
        foreach (var (task, step) in ((string, Func<SqliteTransaction, bool>)[])
            [(Rollup, RollupStep), (Purge, new SqliteDeletion(database).PurgeStep), (Expire, ExpireStep)])
        {
            if (await StartAsync(task, Tasks[task], runner, cancellationToken).ConfigureAwait(false))
            {
                await StepsAsync(task, step, cancellationToken).ConfigureAwait(false);
                runs.AddRange((await RunsAsync(cancellationToken).ConfigureAwait(false)).Where(run => run.Task == task));
            }
        }

        return runs;
    }

    /// <summary>The newest run of each task.</summary>
    public async Task<IReadOnlyList<MaintenanceRun>> RunsAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync("maintenance-runs", RunOf, cancellationToken).ConfigureAwait(false);

    /// <summary>When each task last succeeded, and whether its newest run failed.</summary>
    public async Task<IReadOnlyList<StoreTask>> TasksAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        "condition-tasks",
        reader => new StoreTask(
            reader.GetString(0), Tasks.GetValueOrDefault(reader.GetString(0)), Since(SqliteValues.GetTime(reader, 1), time), reader.GetInt64(2) > 0),
        cancellationToken).ConfigureAwait(false);

    /// <summary>How long ago something was; no time where it is ahead of the clock.</summary>
    public static TimeSpan Since(DateTimeOffset moment, TimeProvider time)
    {
        var age = time.GetUtcNow() - moment;
        return age < TimeSpan.Zero ? TimeSpan.Zero : age;
    }

    /// <summary>A row of the statement <c>maintenance-runs</c>.</summary>
    public static MaintenanceRun RunOf(SqliteDataReader reader) => new(
        reader.GetString(0),
        SqliteValues.GetTime(reader, 1),
        reader.IsDBNull(2) ? null : SqliteValues.GetTime(reader, 2),
        reader.GetString(3),
        reader.GetInt64(4),
        reader.IsDBNull(5) ? null : reader.GetString(5));

    private Task<bool> StartAsync(string task, TimeSpan every, string runner, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var now = time.GetUtcNow();
            var due = database.Read(transaction, "maintenance-due", _ => true, task, SqliteValues.Microseconds(now - every)).Count > 0;
            if (due)
            {
                database.Run(transaction, "maintenance-start", task, SqliteValues.Microseconds(now), runner);
            }

            return due;
        },
        cancellationToken);

    private async Task StepsAsync(string task, Func<SqliteTransaction, bool> step, CancellationToken cancellationToken)
    {
        var steps = 0L;
        var error = "";
        try
        {
            while (await database.WriteAsync(step, cancellationToken).ConfigureAwait(false))
            {
                steps++;
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreDataException)
        {
            error = exception.Message;
        }

        await database.WriteAsync(
            transaction => database.Run(transaction, "maintenance-finish", task, SqliteValues.Microseconds(time.GetUtcNow()), steps, error),
            cancellationToken).ConfigureAwait(false);
    }

    private bool RollupStep(SqliteTransaction transaction) => Recompute(transaction, long.MaxValue);

    private bool ExpireStep(SqliteTransaction transaction)
    {
        var now = time.GetUtcNow();
        var rawEnd = SqliteValues.Microseconds(Timestamps.Day(now - lifecycle.RawRetention));

        // What is still to be computed from rows that go now must be computed first.
        if (Recompute(transaction, rawEnd))
        {
            return true;
        }

        database.Run(transaction, "expire-boundary", rawEnd);
        return Expired(transaction, "expire-samples", rawEnd)
            || Expired(transaction, "expire-hours", SqliteValues.Microseconds(Timestamps.Day(now - lifecycle.HourlyRetention)));
    }

    private bool Expired(SqliteTransaction transaction, string statement, long end) =>
        database.Read(transaction, statement, _ => true, end, RowsAStep).Count > 0;

    private bool Recompute(SqliteTransaction transaction, long end)
    {
        var dirty = database.Read(
            transaction, "rollup-next", reader => new object[] { reader.GetFieldValue<byte[]>(0), reader.GetInt64(1) }, end, HoursAStep);

        // The view computes a dirty hour from its raw rows for as long as it is marked.
        database.Each(transaction, "rollup-clear", dirty, hour => hour);
        database.Each(transaction, "rollup-compute", dirty, hour => hour);
        database.Each(transaction, "rollup-clean", dirty, hour => hour);
        return dirty.Count > 0;
    }
}
