namespace LaunchStack.Metrics.Storage.Schema.Doctor;

/// <summary>Whether the service does what it has to do for its database.</summary>
internal static class MaintenanceRule
{
    // A silo offers itself every few seconds; this much may pass when it was busy with another task.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Judges the newest runs.</summary>
    /// <param name="tasks">The tier's tasks: name, and how long after the start of one run the next is due.</param>
    /// <param name="runs">Their newest runs.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<Verdict> Judge(
        IReadOnlyDictionary<string, TimeSpan> tasks, IReadOnlyList<MaintenanceRun> runs, DateTimeOffset now)
    {
        if (tasks.Count == 0)
        {
            return [];
        }

        var known = runs.Where(run => tasks.ContainsKey(run.Task)).ToList();
        if (known.Count == 0)
        {
            return [Verdict.Ok("no silo has been here yet; the first one that starts begins with it")];
        }

        List<Verdict> wrong = [.. known.Select(run => Judge(run, tasks[run.Task], now)).OfType<Verdict>()];
        return wrong.Count > 0
            ? wrong
            : [Verdict.Ok($"{string.Join(", ", known.Select(run => run.Task))}: last started {AgeText.Of(now - known.Max(run => run.StartedAt))} ago by {known.MaxBy(run => run.StartedAt)!.Runner}")];
    }

    private static Verdict? Judge(MaintenanceRun run, TimeSpan every, DateTimeOffset now)
    {
        var age = now - run.StartedAt;
        if (age > (3 * every) + Patience)
        {
            return Verdict.Warn(
                $"{run.Task} last started {AgeText.Of(age)} ago, by {run.Runner}, and is due every {AgeText.Of(every)}: no silo does it any more", "start a silo on this database");
        }

        return run.Error is { } error
            ? Verdict.Warn($"{run.Task} failed {AgeText.Of(age)} ago and is tried again: {error}", "remove the reason; for a lock, end the transaction that holds it (pg_stat_activity)")
            : null;
    }
}
