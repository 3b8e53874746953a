using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>One push and what is known of its parts so far; only the open ones are sent again.</summary>
internal sealed class PendingPush(IReadOnlyList<InstanceBatch> parts)
{
    // Each goes by another gateway, where there are several, and they are more than a few seconds apart in the end.
    private const int MostUnexplained = 8;

    private readonly InstanceReceipt?[] _receipts = new InstanceReceipt?[parts.Count];
    private int _unexplained;
    private List<int> _open = [.. Enumerable.Range(0, parts.Count)];

    public IReadOnlyList<InstanceBatch> Parts => parts;

    public bool IsOpen => _open.Count > 0;

    public IReadOnlyList<InstanceBatch> OpenParts =>
        _open.Count == parts.Count ? parts : [.. _open.Select(index => parts[index])];

    public int OpenSamples => _open.Sum(index => parts[index].Batch.Samples.Count);

    /// <summary>The longest wait that an open part was told; null where none was.</summary>
    public TimeSpan? RetryAfter => _open.Max(index => Faults.RetryAfter(_receipts[index]?.Fault));

    /// <summary>What went wrong last with an open part; null where none failed yet.</summary>
    public PushException? LastFault => _open.Select(index => _receipts[index]?.Fault).LastOrDefault(fault => fault is not null);

    /// <summary>A receipt or a fault for each part, in their order. Complete once the first attempt was answered or failed.</summary>
    public IReadOnlyList<InstanceReceipt> Receipts => _receipts!;

    /// <summary>Takes the answer to <see cref="OpenParts"/>.</summary>
    /// <exception cref="InvalidDataException">It is the answer to something else.</exception>
    public void Settle(IReadOnlyList<InstanceReceipt> answer)
    {
        if (answer.Count != _open.Count || !answer.Zip(_open, (receipt, index) => IsAnswerTo(parts[index], receipt)).All(fits => fits))
        {
            throw new InvalidDataException("the service's answer does not fit the push");
        }

        var stillOpen = new List<int>();
        for (var i = 0; i < _open.Count; i++)
        {
            _receipts[_open[i]] = answer[i];
            if (answer[i].Fault is { } fault && Faults.IsTransient(fault))
            {
                stillOpen.Add(_open[i]);
            }
        }

        _open = stillOpen;
    }

    /// <summary>Notes one failure for all open parts, and whether another attempt may heal it.</summary>
    public void Fail(PushException fault, bool transient)
    {
        foreach (var index in _open)
        {
            _receipts[index] = new InstanceReceipt { InstanceId = parts[index].InstanceId, Fault = fault };
        }

        if (!transient)
        {
            _open = [];
        }
    }

    /// <summary>
    /// Notes a failure that nobody has foreseen. It may be one silo's alone, so other ways are tried; one that repeats itself must not block its
    /// neighbours for ever.
    /// </summary>
    public void FailUnexplained(PushException fault) => Fail(fault, transient: ++_unexplained < MostUnexplained);

    // Rejected samples are looked up by index later, where a wrong one would be a fault of ours.
    private static bool IsAnswerTo(InstanceBatch part, InstanceReceipt answer) =>
        answer.Receipt is not { } receipt || receipt.Rejected.All(rejected => rejected.Index >= 0 && rejected.Index < part.Batch.Samples.Count);
}
