using System.Text.Json;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Cli.Db.DeadLetters;

/// <summary>What a retry did, as JSON.</summary>
/// <param name="Stored">Samples that are stored now; their letters are gone.</param>
/// <param name="Duplicates">Samples that were stored before; their letters are gone.</param>
/// <param name="Failed">Letters that stay, and keys of which there is no letter.</param>
internal sealed record RetryResult(int Stored, int Duplicates, IReadOnlyList<RetryResult.Failure> Failed)
{
    private const string NotFound = "not_found";

    public static RetryResult Of(DeadLetterSelection selection, IReadOnlyList<RetriedLetter> retried)
    {
        var missing = (selection.Keys ?? []).Except(retried.Select(letter => letter.Key)).Select(key => new Failure(key, NotFound, "there is no such letter"));
        var failed = retried.Where(letter => letter.Reason is not null).Select(letter => new Failure(letter.Key, NameOf(letter.Outcome), letter.Reason!));
        return new(
            retried.Count(letter => letter.Outcome == RetryOutcome.Stored),
            retried.Count(letter => letter.Outcome == RetryOutcome.Duplicate),
            [.. failed.Concat(missing).OrderBy(failure => failure.Key)]);
    }

    private static string NameOf(RetryOutcome outcome) => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());

    /// <summary>A letter that was not stored.</summary>
    /// <param name="Key">Its key.</param>
    /// <param name="Outcome"><c>refused</c>, <c>unknown_instance</c>, <c>too_late</c> or <c>not_found</c>.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Failure(long Key, string Outcome, string Reason);
}
