using System.Threading.Channels;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Gathers added samples and pushes them, one push after the other, so that an instance's samples keep their order.</summary>
internal sealed partial class PushLane(
    long key, MetricsClientOptions options, Pusher pusher, DeliveryCounters counters, Action<int> release, TimeProvider timeProvider, ILogger logger)
{
    // Bounded by the client's MaxPending, which counts all lanes and what is under way.
    private readonly Channel<LaneItem> _items = Channel.CreateUnbounded<LaneItem>(new UnboundedChannelOptions { SingleReader = true });
    private LaneLosses _losses = LaneLosses.None;

    /// <summary>Takes an item; false once the lane was completed.</summary>
    public bool TryWrite(in LaneItem item) => _items.Writer.TryWrite(item);

    /// <summary>Takes no more; the lane ends when everything in it is settled.</summary>
    public void Complete() => _items.Writer.TryComplete();

    /// <summary>Works until the lane is completed and empty.</summary>
    /// <param name="giveUp">From then on nothing is sent any more, and what is in the lane is lost.</param>
    public async Task RunAsync(CancellationToken giveUp)
    {
        var batch = new List<LaneItem>(options.BatchSize);
        while (await _items.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var flush = await GatherAsync(batch);
            if (batch.Count > 0)
            {
                await SettleAsync(batch, giveUp);
                release(batch.Count);
                batch.Clear();
            }

            flush?.SetResult(Interlocked.Exchange(ref _losses, LaneLosses.None));
        }
    }

    /// <summary>Reads until the batch is full, a flush asks for haste, or the first sample has waited its time.</summary>
    private async ValueTask<TaskCompletionSource<LaneLosses>?> GatherAsync(List<LaneItem> batch)
    {
        CancellationTokenSource? linger = null;
        try
        {
            while (batch.Count < options.BatchSize)
            {
                if (_items.Reader.TryRead(out var item))
                {
                    if (item.Flush is not null)
                    {
                        return item.Flush;
                    }

                    batch.Add(item);
                    continue;
                }

                if (options.FlushInterval == TimeSpan.Zero)
                {
                    break;
                }

                linger ??= new CancellationTokenSource(options.FlushInterval, timeProvider);
                if (!await _items.Reader.WaitToReadAsync(linger.Token))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The first sample has waited long enough.
        }
        finally
        {
            linger?.Dispose();
        }

        return null;
    }

    private async Task SettleAsync(List<LaneItem> batch, CancellationToken giveUp)
    {
        var push = new PendingPush(Grouping.ToParts(batch));
        await DeliverAsync(push, giveUp);
        var lost = new List<LostSample>();
        for (var i = 0; i < push.Parts.Count; i++)
        {
            Count(push.Parts[i], push.Receipts[i], lost);
        }

        if (lost.Count > 0)
        {
            Report(lost);
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

    private void Count(InstanceBatch part, InstanceReceipt answer, List<LostSample> lost)
    {
        var samples = part.Batch.Samples;
        if (answer.Receipt is not { } receipt)
        {
            counters.AddLost(samples.Count);
            lost.AddRange(samples.Select(sample => new LostSample(part.InstanceId, sample, false, answer.Fault?.Message ?? "no answer")));
            return;
        }

        counters.AddReceipt(receipt.Accepted, receipt.Duplicates, receipt.Rejected.Count);
        lost.AddRange(receipt.Rejected.Select(rejected =>
            new LostSample(part.InstanceId, samples[rejected.Index], true, $"{rejected.Field} {rejected.Error}")));
    }

    private void Report(List<LostSample> lost)
    {
        _losses = _losses.Add(lost);
        if (Try(() => options.OnLost?.Invoke(lost)) is { } problem)
        {
            Try(() => LogCallbackFailed(problem));
        }

        Try(() => LogLost(lost.Count, lost[0].InstanceId, lost[0].Reason));
    }

    /// <summary>Calls what is the app's, its callback or its logger: either may throw anything, and must not stop the samples behind.</summary>
    private static Exception? Try(Action call)
    {
        try
        {
            call();
            return null;
        }
#pragma warning disable CA1031 // See above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    [LoggerMessage(2, LogLevel.Error, "{Samples} samples will not be stored; the first, of instance {InstanceId}: {Reason}")]
    private partial void LogLost(int samples, Guid instanceId, string reason);

    [LoggerMessage(3, LogLevel.Error, "OnLost threw")]
    private partial void LogCallbackFailed(Exception exception);
}
