using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>The receipt of a push whose commit was awaited.</summary>
internal static class DurableReceipt
{
    public static PushReceipt Of(CheckedPush push, AppendedPush appended, ReadOnlySpan<AppendOutcome> outcomes)
    {
        var stored = 0;
        var duplicates = appended.Duplicates;
        var rejected = push.Rejected;
        for (var place = 0; place < appended.Taken.Count; place++)
        {
            switch (outcomes[appended.Offset + place])
            {
                case AppendOutcome.Stored:
                    stored++;
                    break;
                case AppendOutcome.Duplicate:
                    duplicates++;
                    break;
                case var outcome:
                    rejected.Add(Reject(push.Places[appended.Taken[place]], outcome));
                    break;
            }
        }

        rejected.Sort((left, right) => left.Index.CompareTo(right.Index));
        return new PushReceipt(stored, stored, duplicates, rejected);
    }

    private static RejectedSample Reject(int index, AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.UnknownInstance => new(index, "instance_id", "is not a registered instance"),
        AppendOutcome.IdConflict => new(index, "timestamp", "gives an id that another instance's sample has"),
        _ => new(index, "sample", "was refused by the database"),
    };
}
