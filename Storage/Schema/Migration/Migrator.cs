namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>
/// Brings rows of a plain table into a database of the service, while both are used: a pass over the source finds where its rows lie, slices
/// of time are copied each in one transaction with its checkpoint, and a further pass finds what was added meanwhile.
/// </summary>
public static class Migrator
{
    /// <summary>Finds out what is to be done, and does nothing.</summary>
    /// <param name="options">What and how.</param>
    /// <param name="progress">Where to say how far it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="MigrationException">It cannot be done.</exception>
    public static async Task<MigrationPlan> PlanAsync(
        MigrationOptions options, MigrationProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var run = await MigrationRun.OpenAsync(options, progress, time, copies: false, cancellationToken).ConfigureAwait(false);
        await using var runScope = run.ConfigureAwait(false);
        return await run.LookAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds out what has been migrated.</summary>
    /// <param name="options">What was migrated, and how.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="MigrationException">One of the databases cannot be read, or is not what it has to be.</exception>
    public static async Task<MigratedRange> FindAsync(MigrationOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var run = await MigrationRun.OpenAsync(options, new MigrationProgress(), time, copies: false, cancellationToken).ConfigureAwait(false);
        await using var runScope = run.ConfigureAwait(false);
        return run.Range();
    }

    /// <summary>Migrates. What is committed stays, however it ends; another call goes on with the rest.</summary>
    /// <param name="options">What and how.</param>
    /// <param name="planned">Is told what is to be done, before it is.</param>
    /// <param name="progress">Where to say how far it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cutOver">When to stop following the source; null: it is not followed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MigrationException">It cannot be done, or not go on.</exception>
    public static async Task<MigrationReport> RunAsync(
        MigrationOptions options,
        Action<MigrationPlan> planned,
        MigrationProgress progress,
        TimeProvider time,
        Task? cutOver,
        CancellationToken cancellationToken)
    {
        var run = await MigrationRun.OpenAsync(options, progress, time, copies: true, cancellationToken).ConfigureAwait(false);
        await using var runScope = run.ConfigureAwait(false);
        return await run.RunAsync(planned, cutOver, cancellationToken).ConfigureAwait(false);
    }
}
