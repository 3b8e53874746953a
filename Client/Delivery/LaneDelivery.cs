using LaunchStack.Metrics.Client.Keeping;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>
/// Pushes a lane's parts, one push after the other so that an instance's samples keep their order, and decides what becomes of each
/// part: let go of, kept until it is durable, or lost. Parts that are due again go before newer ones.
/// </summary>
internal sealed class LaneDelivery(
    long key, MetricsClientOptions options, Pusher pusher, KeptParts kept, Room room, DeliveryCounters counters, Losses losses) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _settling = new();

    /// <summary>Pushes new parts until each is settled or given up.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="giveUp">From then on nothing is sent any more.</param>
    public async Task SendAsync(IReadOnlyList<Part> parts, CancellationToken giveUp)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            await ResendDueAsync(giveUp);
            await PushAsync(parts, isResend: false, giveUp);

            // A receipt may have told that an instance has moved.
            await ResendDueAsync(giveUp);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Pushes again what is due.</summary>
    /// <param name="giveUp">From then on nothing is sent any more.</param>
    public async Task ResendAsync(CancellationToken giveUp)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            await ResendDueAsync(giveUp);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes answers to questions about kept parts.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="askedAt">When the question was sent.</param>
    public void Take(IReadOnlyList<InstanceDurability> answers, long askedAt)
    {
        lock (_settling)
        {
            foreach (var answer in answers)
            {
                LetGo(kept.Take(answer, askedAt));
            }
        }
    }

    /// <summary>Whether parts up to a place are kept, or are just being let go of or kept anew: who is told that none are sees them counted.</summary>
    /// <param name="sequence">The place.</param>
    public bool HoldsUpTo(long sequence)
    {
        lock (_settling)
        {
            return kept.HoldsUpTo(sequence);
        }
    }

    /// <summary>Waits for what is under way, which somebody may have begun who no longer waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        _turn.Dispose();
    }

    private async Task ResendDueAsync(CancellationToken giveUp)
    {
        // No more than is due now: an instance that two silos claim for a while is not sent to and fro without an end.
        for (var left = kept.Due; left > 0 && !giveUp.IsCancellationRequested;)
        {
            var due = kept.TakeDue();
            if (due.Count == 0)
            {
                return;
            }

            left -= due.Sum(part => part.Samples);
            await PushAsync(due, isResend: true, giveUp);
        }
    }

    private async Task PushAsync(IReadOnlyList<Part> parts, bool isResend, CancellationToken giveUp)
    {
        var push = new PendingPush([.. parts.Select(part => part.Batch)]);
        if (isResend)
        {
            counters.AddResent(push.OpenSamples);
        }

        await DeliverAsync(push, giveUp);
        var lost = new List<LostSample>();
        lock (_settling)
        {
            for (var i = 0; i < parts.Count; i++)
            {
                Settle(parts[i], push.Receipts[i], isResend, giveUp.IsCancellationRequested, lost);
            }
        }

        if (lost.Count > 0)
        {
            losses.Report(lost);
        }
    }

    /// <summary>Sends; the push then holds a receipt or a fault for every part, whatever happened.</summary>
    private async Task DeliverAsync(PendingPush push, CancellationToken giveUp)
    {
        try
        {
            await pusher.SendAsync(push, options.Acknowledgement, options.ResendFor, key, giveUp);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            push.Fail(push.LastFault ?? new UndeliveredException("the client was disposed"), transient: false);
        }
#pragma warning disable CA1031 // A lane that ended here would keep its samples and every flush behind them for ever.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            push.Fail(new UndeliveredException(exception.Message.ReplaceLineEndings(" ")), transient: false);
        }
    }

    private void Settle(Part part, InstanceReceipt answer, bool isResend, bool isEnding, List<LostSample> lost)
    {
        if (answer.Receipt is not { } receipt)
        {
            SettleFault(part, answer.Fault, isResend, isEnding, lost);
            return;
        }

        if (isResend)
        {
            // Accepted and duplicates were counted with the first receipt.
            kept.EndResend(part);
            counters.AddReceipt(0, 0, receipt.Rejected.Count);
        }
        else
        {
            counters.AddReceipt(receipt.Accepted, receipt.Duplicates, receipt.Rejected.Count);
        }

        if (receipt.Rejected.Count > 0)
        {
            lost.AddRange(receipt.Rejected.Select(rejected =>
                new LostSample(part.InstanceId, part.Batch.Batch.Samples[rejected.Index], true, $"{rejected.Field} {rejected.Error}")));
            room.Release(receipt.Rejected.Count, 0);
            part = part.Without(receipt.Rejected);
        }

        if (options.Acknowledgement == Acknowledgement.Durable)
        {
            LetGo([part]);
        }
        else if (receipt.Durability is { } durability)
        {
            LetGo(kept.Keep(part, durability));
        }
        else
        {
            // Nothing of it was valid, or the service is older than this knowledge.
            Release(part);
        }
    }

    private void SettleFault(Part part, PushException? fault, bool isResend, bool isEnding, List<LostSample> lost)
    {
        var isUnsaid = fault is null or UndeliveredException || Faults.IsTransient(fault);
        if (isEnding && isUnsaid && isResend)
        {
            kept.PutBack(part);
            return;
        }

        if (isResend)
        {
            kept.EndResend(part);
        }

        if (isEnding && isUnsaid && part.Shares is not null)
        {
            // It stays on disk for the next client, and counted as pending here.
            return;
        }

        counters.AddLost(part.Samples);
        lost.AddRange(part.Batch.Batch.Samples.Select(sample => new LostSample(part.InstanceId, sample, false, fault?.Message ?? "no answer")));
        Release(part);
    }

    private void LetGo(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            counters.AddDurable(part.Samples);
            Release(part);
        }
    }

    private void Release(Part part)
    {
        room.Release(part.Samples, part.Cost);
        foreach (var share in part.Shares ?? [])
        {
            share.Segment.Release(share.Samples);
        }
    }
}
