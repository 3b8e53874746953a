namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>
/// Holds the rows of a migration's target against those of its source, by a calculation that shares nothing with the copy. Reads only, on
/// both sides.
/// </summary>
/// <param name="time">Tells what has expired, and how long queries take.</param>
public sealed class MigrationVerifier(TimeProvider time)
{
    /// <summary>Verifies.</summary>
    /// <param name="scope">What to hold against what.</param>
    /// <param name="progress">Told how far it has come; null: nobody.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="StoreSchemaException">A side is not what it has to be; the message says what is wrong.</exception>
    /// <exception cref="StoreUnavailableException">A database cannot be used.</exception>
    public async Task<VerificationReport> VerifyAsync(
        VerificationScope scope, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var source = new ReadOnlyDatabase("source", scope.Source, scope.StatementTimeout);
        await using var sourceScope = source.ConfigureAwait(false);
        var target = new ReadOnlyDatabase("target", scope.Target, scope.StatementTimeout);
        await using var targetScope = target.ConfigureAwait(false);
        return await new VerificationRun(scope, time, progress).RunAsync(source, target, cancellationToken).ConfigureAwait(false);
    }
}
