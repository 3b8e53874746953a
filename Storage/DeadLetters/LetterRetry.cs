namespace LaunchStack.Metrics.Storage.DeadLetters;

/// <summary>Retries dead letters, on every tier alike: a page in one transaction, halved while the database refuses something in it.</summary>
/// <param name="store">Where.</param>
/// <param name="refuse">Gives letters, by their keys, a new reason.</param>
internal sealed class LetterRetry(ISampleStore store, Func<IReadOnlyDictionary<long, string>, CancellationToken, Task> refuse)
{
    private const int PageSize = 1_000;

    public async Task<IReadOnlyList<RetriedLetter>> RunAsync(DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        var results = new List<RetriedLetter>();
        IReadOnlyList<DeadLetter> page;
        long? last = null;
        do
        {
            page = await store.DeadLettersAsync(selection, PageSize, last, cancellationToken).ConfigureAwait(false);
            var first = results.Count;
            results.AddRange(page.Where(letter => letter.TooLate).Select(letter => new RetriedLetter(letter.Key, RetryOutcome.TooLate, "it is older than the refresh window")));
            await RetryAsync([.. page.Where(letter => !letter.TooLate)], results, cancellationToken).ConfigureAwait(false);
            results.Sort(first, results.Count - first, Comparer<RetriedLetter>.Create((one, other) => one.Key.CompareTo(other.Key)));
            last = page.Count == 0 ? last : page[^1].Key;
        }
        while (page.Count == PageSize);
        return results;
    }

    private async Task RetryAsync(IReadOnlyList<DeadLetter> letters, List<RetriedLetter> results, CancellationToken cancellationToken)
    {
        if (letters.Count == 0)
        {
            return;
        }

        RetriedLetter[] retried;
        DeadLetter? locked = null;
        try
        {
            var outcomes = await store.AppendAsync([.. letters.Select(letter => letter.Sample)], cancellationToken).ConfigureAwait(false);
            var tried = letters.Zip(outcomes).Where(pair => pair.Second != AppendOutcome.Locked);
            retried = [.. tried.Select(pair => ResultOf(pair.First, pair.Second))];
            locked = letters.Zip(outcomes).Where(pair => pair.Second == AppendOutcome.Locked).Select(pair => pair.First).FirstOrDefault();
        }
        catch (StoreDataException refusal) when (letters.Count == 1)
        {
            retried = [new(letters[0].Key, RetryOutcome.Refused, refusal.Message)];
        }
        catch (StoreTimeoutException slow) when (letters.Count == 1)
        {
            throw new StoreUnavailableException(slow.Message);
        }
        catch (Exception exception) when (exception is StoreDataException or StoreTimeoutException)
        {
            // In order, as their instance's readings came.
            var half = letters.Count / 2;
            await RetryAsync([.. letters.Take(half)], results, cancellationToken).ConfigureAwait(false);
            await RetryAsync([.. letters.Skip(half)], results, cancellationToken).ConfigureAwait(false);
            return;
        }

        await SettleAsync(retried, cancellationToken).ConfigureAwait(false);
        results.AddRange(retried);
        if (locked is not null)
        {
            throw new StoreUnavailableException($"a transaction of somebody else has locked the instance {locked.Sample.InstanceId}");
        }
    }

    private async Task SettleAsync(RetriedLetter[] retried, CancellationToken cancellationToken)
    {
        var gone = retried.Where(letter => letter.Reason is null).Select(letter => letter.Key).ToList();
        if (gone.Count > 0)
        {
            await store.DropDeadLettersAsync(new DeadLetterSelection { Keys = gone }, cancellationToken).ConfigureAwait(false);
        }

        var refused = retried.Where(letter => letter.Outcome == RetryOutcome.Refused).ToDictionary(letter => letter.Key, letter => LetterText.Reason(letter.Reason!));
        if (refused.Count > 0)
        {
            await refuse(refused, cancellationToken).ConfigureAwait(false);
        }
    }

    private static RetriedLetter ResultOf(DeadLetter letter, AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Stored => new(letter.Key, RetryOutcome.Stored, null),
        AppendOutcome.Duplicate => new(letter.Key, RetryOutcome.Duplicate, null),
        AppendOutcome.UnknownInstance => new(letter.Key, RetryOutcome.UnknownInstance, "its instance is not registered"),
        _ => new(letter.Key, RetryOutcome.Refused, RefusedSample.OfIdConflict(letter.Sample).Reason),
    };
}
