using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>The receipt of a push whose commits were awaited.</summary>
internal static class DurableReceipt
{
    /// <param name="push">The push.</param>
    /// <param name="appended">What the tail did with it.</param>
    /// <param name="durability">How far the instance is durable now.</param>
    public static PushReceipt Of(CheckedPush push, AppendedPush appended, Durability durability)
    {
        var stored = 0;
        var duplicates = 0;
        var own = appended.Taken.Count == 0 ? [] : Outcomes(appended.InFlight[^1]);
        for (var taken = 0; taken < appended.Taken.Count; taken++)
        {
            var outcome = own[appended.Offset + taken];
            stored += outcome == AppendOutcome.Stored ? 1 : 0;
            Settle(appended.Taken[taken], outcome);
        }

        var failed = appended.Known.Count == 0 ? [] : Failures(appended.InFlight);
        foreach (var place in appended.Known)
        {
            // Durable only if the sample that it repeats is.
            Settle(place, failed.GetValueOrDefault(push.Valid[place].Sample.Timestamp, AppendOutcome.Duplicate));
        }

        push.Rejected.Sort((left, right) => left.Index.CompareTo(right.Index));
        return new PushReceipt(stored, stored, duplicates, push.Rejected) { Durability = durability };

        void Settle(int place, AppendOutcome outcome)
        {
            if (outcome == AppendOutcome.Duplicate)
            {
                duplicates++;
            }
            else if (outcome != AppendOutcome.Stored)
            {
                push.Rejected.Add(Reject(push.Places[place], outcome));
            }
        }
    }

    private static Dictionary<DateTimeOffset, AppendOutcome> Failures(IReadOnlyList<FlushBatch> batches) => batches
        .SelectMany(batch => batch.Samples.Zip(Outcomes(batch)))
        .Where(pair => pair.Second is not (AppendOutcome.Stored or AppendOutcome.Duplicate))
        .ToDictionary(pair => pair.First.Sample.Timestamp, pair => pair.Second);

    private static AppendOutcome[] Outcomes(FlushBatch settled) => settled.Completion.GetAwaiter().GetResult();

    private static RejectedSample Reject(int index, AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.UnknownInstance => new(index, "instance_id", "is not a registered instance"),
        AppendOutcome.IdConflict => new(index, "timestamp", "gives an id that another instance's sample has"),
        _ => new(index, "sample", "was refused by the database"),
    };
}
