using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.DeadLetters;

/// <summary>A letter's sample as all tiers write it: floored like a row, with texts that can be held.</summary>
internal static class LetterRow
{
    /// <summary>What to write for a refused sample.</summary>
    public static RefusedSample Of(RefusedSample refused)
    {
        var (sample, counter) = refused.Sample.Pending;
        var pending = new PendingSample(
            sample with { Timestamp = Timestamps.Floor(sample.Timestamp) },
            counter is null ? null : new CounterKey(LetterText.Storable(counter.Source), Timestamps.Floor(counter.StartedAt)));
        return new RefusedSample(refused.Sample with { Pending = pending }, LetterText.Reason(refused.Reason));
    }
}
