using System.Threading.Channels;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Gathers added samples into pushes, in the order they were added.</summary>
internal sealed class PushLane(MetricsClientOptions options, LaneDelivery delivery, Losses losses, TimeProvider timeProvider)
{
    // Bounded by the client's room, which counts all lanes and what is kept. More than the lane reads it: whoever asks for the oldest looks at its head.
    private readonly Channel<LaneItem> _items = Channel.CreateUnbounded<LaneItem>();
    private long _oldestUnderWay = long.MaxValue;

    /// <summary>When the oldest sample that is not acknowledged was added, in ticks of UTC.</summary>
    public long? OldestAddedAt
    {
        get
        {
            var head = _items.Reader.TryPeek(out var item) && item.Flush is null ? item.AddedAt : long.MaxValue;
            var oldest = Math.Min(head, Interlocked.Read(ref _oldestUnderWay));
            return oldest == long.MaxValue ? null : oldest;
        }
    }

    /// <summary>Takes an item; false once the lane was completed.</summary>
    public bool TryWrite(in LaneItem item) => _items.Writer.TryWrite(item);

    /// <summary>Takes no more; the lane ends when everything in it is settled.</summary>
    public void Complete() => _items.Writer.TryComplete();

    /// <summary>Works until the lane is completed and empty.</summary>
    /// <param name="giveUp">From then on nothing is sent any more, and what is in the lane is lost, or left where it was spilled.</param>
    public async Task RunAsync(CancellationToken giveUp)
    {
        var batch = new List<LaneItem>();
        while (await _items.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var flush = await GatherAsync(batch);
            if (batch.Count > 0)
            {
                await delivery.SendAsync(Grouping.ToParts(batch), giveUp);
                batch.Clear();
                Interlocked.Exchange(ref _oldestUnderWay, long.MaxValue);
            }

            flush?.SetResult(losses.Take());
        }
    }

    /// <summary>Reads until the batch is full, a flush asks for haste, or the first sample has waited its time.</summary>
    private async ValueTask<TaskCompletionSource<LaneLosses>?> GatherAsync(List<LaneItem> batch)
    {
        CancellationTokenSource? linger = null;
        try
        {
            var samples = 0;
            while (samples < options.BatchSize)
            {
                if (_items.Reader.TryPeek(out var item))
                {
                    if (samples + item.Samples > PushLimits.MaxSamples)
                    {
                        // It goes with the next push.
                        break;
                    }

                    if (batch.Count == 0 && item.Flush is null)
                    {
                        Interlocked.Exchange(ref _oldestUnderWay, item.AddedAt);
                    }

                    _items.Reader.TryRead(out item);
                    if (item.Flush is not null)
                    {
                        return item.Flush;
                    }

                    batch.Add(item);
                    samples += item.Samples;
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
}
