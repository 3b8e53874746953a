using System.Data;
using LaunchStack.Metrics.Storage.Appending;
using LaunchStack.Metrics.Storage.Postgres.Appending;

namespace LaunchStack.Metrics.Storage.Postgres;

// The write path; each stage has a file of its own in Appending/.
internal sealed partial class PostgresSampleStore
{
    // Each attempt that starts over has met a row that somebody else has just committed.
    private const int MaxAttempts = 10;

    public async Task<AppendOutcome[]> AppendAsync(IReadOnlyList<AppendSample> samples, CancellationToken cancellationToken)
    {
        if (samples.Count == 0)
        {
            return [];
        }

        var failedBefore = false;
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                try
                {
                    if (await TryAppendAsync(new AppendBatch(samples), cancellationToken).ConfigureAwait(false) is { } outcomes)
                    {
                        return outcomes;
                    }

                    StoreLog.AppendStartsOver(logger, attempt);
                }
                catch (StoreDataException refusal) when (!failedBefore && PostgresErrors.MayPass(refusal))
                {
                    StoreLog.AppendTriesAgain(logger, refusal.Message);
                    failedBefore = true;
                }
            }
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw PostgresErrors.Translate(exception);
        }

        throw new StoreUnavailableException("other writers keep storing the same samples");
    }

    /// <summary>One transaction; null where it was rolled back because of another writer and must start over.</summary>
    private async Task<AppendOutcome[]?> TryAppendAsync(AppendBatch batch, CancellationToken cancellationToken)
    {
        var connection = await _connections.Write.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        var append = new AppendTransaction(connection, Open.Statements, options.WriteTimeout);

        await ParentLock.RunAsync(append, batch, cancellationToken).ConfigureAwait(false);
        var moved = await CounterStage.RunAsync(append, batch, cancellationToken).ConfigureAwait(false);
        if (!await ConflictInsert.RunAsync(append, batch, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        await CounterStage.MoveAsync(append, moved, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return batch.Outcomes();
    }
}
