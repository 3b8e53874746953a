using System.Data;
using LaunchStack.Metrics.Storage.Appending;
using LaunchStack.Metrics.Storage.Postgres.Appending;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

// The write path; each stage has a file of its own in Appending/.
internal sealed partial class PostgresSampleStore
{
    private readonly AppendCaution _caution = new();
    private readonly TriggerSkipping _skipping = new(options.Time);

    // Each attempt that starts over has met a row that somebody else has just committed.
    private const int MaxAttempts = 10;

    public async Task<AppendOutcome[]> AppendAsync(IReadOnlyList<AppendSample> samples, CancellationToken cancellationToken)
    {
        if (samples.Count == 0)
        {
            return [];
        }

        var failedBefore = false;
        var way = _caution.IsCautious ? AppendWay.Insert : AppendWay.Copy;
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                try
                {
                    using var batch = new AppendBatch(samples);
                    var mayBeCompressed = MayBeCompressed(batch);
                    if (await TryAppendAsync(batch, mayBeCompressed ? AppendWay.Insert : way, cancellationToken).ConfigureAwait(false) is { } outcomes)
                    {
                        // An agent that sends old samples once more says nothing about what is current.
                        if (way == AppendWay.Insert && !mayBeCompressed)
                        {
                            _caution.Observe(outcomes.Contains(AppendOutcome.Duplicate));
                        }

                        return outcomes;
                    }

                    StoreLog.AppendStartsOver(logger, attempt);
                }
                catch (StoreDataException refusal) when (!failedBefore && PostgresErrors.MayPass(refusal))
                {
                    StoreLog.AppendTriesAgain(logger, refusal.Message);
                    failedBefore = true;
                }

                way = AppendWay.Insert;
                _caution.Raise();
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled && !cancellationToken.IsCancellationRequested)
        {
            _caution.Raise();
            throw new StoreTimeoutException(PostgresErrors.Describe(exception), exception);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            _caution.Raise();
            throw PostgresErrors.Translate(exception);
        }

        throw new StoreUnavailableException("other writers keep storing the same samples");
    }

    // COPY looks for duplicates in compressed chunks without their bloom filters: 12 to 16 times as long for each row.
    private bool MayBeCompressed(AppendBatch batch) =>
        Open.CompressAfter is { } age && batch.Oldest < options.Time.GetUtcNow() - age;

    /// <summary>One transaction; null where it was rolled back because of another writer, or of rows stored before, and must start over.</summary>
    private async Task<AppendOutcome[]?> TryAppendAsync(AppendBatch batch, AppendWay way, CancellationToken cancellationToken)
    {
        var connection = await _connections.Write.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        var skipsTriggers = await _skipping.IsAllowedAsync(
            connection,
            Open.Statements,
            allowed => StoreLog.ForeignKey(logger, allowed ? "once per batch" : "row by row; launchstack db doctor says why"),
            cancellationToken).ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        var append = new AppendTransaction(connection, Open.Statements, options.WriteTimeout, skipsTriggers);

        await ParentLock.RunAsync(append, batch, cancellationToken).ConfigureAwait(false);
        var moved = await CounterStage.RunAsync(append, batch, way, cancellationToken).ConfigureAwait(false);
        var written = way == AppendWay.Copy
            ? await CopyInsert.RunAsync(append, batch, cancellationToken).ConfigureAwait(false)
            : await ConflictInsert.RunAsync(append, batch, cancellationToken).ConfigureAwait(false);
        if (!written)
        {
            return null;
        }

        await CounterStage.MoveAsync(append, moved, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return batch.Outcomes();
    }
}
