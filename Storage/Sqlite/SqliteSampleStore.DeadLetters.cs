using LaunchStack.Metrics.Storage.DeadLetters;

namespace LaunchStack.Metrics.Storage.Sqlite;

// Samples that the file refused.
internal sealed partial class SqliteSampleStore
{
    public Task BuryAsync(IReadOnlyList<RefusedSample> samples, CancellationToken cancellationToken)
    {
        var now = SqliteValues.Microseconds(time.GetUtcNow());
        return database.WriteAsync(
            transaction =>
            {
                database.Each(transaction, "dead-letters-bury", samples.Select(LetterRow.Of), letter => SqliteLetter.ValuesOf(letter, now));
                return samples.Count;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(
        DeadLetterSelection selection, int limit, long? after, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            "dead-letters", SqliteLetter.Read, cancellationToken, SqliteLetter.Page(selection, limit, after, time.GetUtcNow())).ConfigureAwait(false);

    public async Task<long> CountDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            "dead-letters-count", reader => reader.GetInt64(0), cancellationToken, SqliteLetter.Selecting(selection)).ConfigureAwait(false))[0];

    public Task<IReadOnlyList<RetriedLetter>> RetryDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        new LetterRetry(this, RefuseAsync).RunAsync(selection, cancellationToken);

    public Task<long> DropDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => (long)database.Run(transaction, "dead-letters-drop", SqliteLetter.Selecting(selection)), cancellationToken);

    private async Task RefuseAsync(IReadOnlyDictionary<long, string> reasons, CancellationToken cancellationToken)
    {
        var now = SqliteValues.Microseconds(time.GetUtcNow());
        await database.WriteAsync(
            transaction =>
            {
                database.Each(transaction, "dead-letters-refuse", reasons, item => [item.Key, now, item.Value]);
                return reasons.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
