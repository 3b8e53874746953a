using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Keeping;

/// <summary>Asks about a lane's kept parts that no receipt has let go of, and has them sent again where their silo is gone.</summary>
internal sealed class Confirmation(
    long key, MetricsClientOptions options, Pusher pusher, KeptParts kept, LaneDelivery delivery, Room room, TimeProvider timeProvider)
{
    // Looks more often than it asks, so that a question is not late by a whole interval.
    private const int LooksPerInterval = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(1);

    /// <summary>Works until it is stopped.</summary>
    /// <param name="stop">Stops it.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        var look = options.ConfirmInterval / LooksPerInterval;
        using var timer = new PeriodicTimer(look < ShortestLook ? ShortestLook : look, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var questions = kept.TakeQuestions(hurry: room.TakeShortage());
                await AskAsync(questions.Patient, handOver: false, stop);
                await AskAsync(questions.Urgent, handOver: true, stop);
                kept.ExpireUnanswered();
                if (kept.Due > 0)
                {
                    await delivery.ResendAsync(stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Waits until everything that was kept up to now is durable or lost, and has it flushed meanwhile.</summary>
    /// <param name="giveUp">From then on nothing is sent any more.</param>
    /// <param name="cancellationToken">Stops the waiting; what is being sent again goes on.</param>
    public async Task SettleAsync(CancellationToken giveUp, CancellationToken cancellationToken)
    {
        var newest = kept.Newest;
        var pause = FirstPause;
        while (delivery.HoldsUpTo(newest))
        {
            await AskAsync(kept.QuestionsUpTo(newest), handOver: true, cancellationToken);
            kept.ExpireUnanswered();
            if (kept.Due > 0)
            {
                // Cancelling ends this caller's waiting alone: others wait for the same samples.
                await delivery.ResendAsync(giveUp).WaitAsync(cancellationToken);
            }
            else if (delivery.HoldsUpTo(newest))
            {
                await Task.Delay(pause, timeProvider, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task AskAsync(IReadOnlyList<DurabilityQuestion> questions, bool handOver, CancellationToken cancellationToken)
    {
        foreach (var chunk in questions.Chunk(PushLimits.MaxSamples))
        {
            var askedAt = timeProvider.GetTimestamp();
            delivery.Take(await pusher.AskAsync(chunk, handOver, key, cancellationToken), askedAt);
        }
    }
}
