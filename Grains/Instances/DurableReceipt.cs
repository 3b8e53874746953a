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
        var taken = 0;
        var known = 0;
        var refused = new List<RejectedSample>();
        var failed = appended.Known.Count == 0 ? [] : Failures(appended.InFlight);
        for (var place = 0; place < push.Valid.Length; place++)
        {
            if (known < appended.Known.Count && appended.Known[known] == place)
            {
                // Durable only if the sample that it repeats is.
                known++;
                Settle(place, failed.GetValueOrDefault(push.Valid[place].Sample.Timestamp, AppendOutcome.Duplicate));
            }
            else
            {
                Settle(place, appended.InFlight[^1].OutcomeOf(appended.Offset + taken++));
            }
        }

        return new PushReceipt(stored, stored, duplicates, refused.Count == 0 ? push.Rejected : [.. push.Rejected.Concat(refused).OrderBy(sample => sample.Index)])
        {
            Durability = durability,
        };

        void Settle(int place, AppendOutcome outcome)
        {
            switch (outcome)
            {
                case AppendOutcome.Stored:
                    stored++;
                    break;
                case AppendOutcome.Duplicate:
                    duplicates++;
                    break;
                default:
                    refused.Add(Reject(push.IndexOf(place), outcome));
                    break;
            }
        }
    }

    private static Dictionary<DateTimeOffset, AppendOutcome> Failures(IReadOnlyList<FlushBatch> batches) => batches
        .SelectMany(batch => batch.Samples.Select((pending, index) => (pending.Sample.Timestamp, Outcome: batch.OutcomeOf(index))))
        .Where(pair => pair.Outcome is not (AppendOutcome.Stored or AppendOutcome.Duplicate))
        .ToDictionary(pair => pair.Timestamp, pair => pair.Outcome);

    private static RejectedSample Reject(int index, AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.UnknownInstance => new(index, "instance_id", "is not a registered instance"),
        AppendOutcome.IdConflict => new(index, "timestamp", "gives an id that another instance's sample has"),
        _ => new(index, "sample", "was refused by the database"),
    };
}
