using System.Threading.Channels;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>Pushes batches of many instances through a client, a few pushes at a time; an instance's batches take the same lane.</summary>
internal sealed class PushTarget : ILoadTarget
{
    private const int Lanes = 4;
    private const int SamplesPerLane = 40_000;

    private readonly MetricsClient _client;
    private readonly Acknowledgement _acknowledgement;
    private readonly LatencyHistogram _latencies;
    private readonly TimeProvider _timeProvider;
    private readonly Channel<Item>[] _lanes;
    private readonly Task _work;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private LoadCounts _counts;

    public PushTarget(MetricsClient client, Acknowledgement acknowledgement, int batch, LatencyHistogram latencies, TimeProvider timeProvider)
    {
        (_client, _acknowledgement, _latencies, _timeProvider) = (client, acknowledgement, latencies, timeProvider);
        _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateBounded<Item>(Math.Max(2, SamplesPerLane / batch)))];
        _work = Task.WhenAll(_lanes.Select(lane => Task.Run(() => WorkAsync(lane.Reader))));
    }

    public LoadCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    public string? FirstLoss { get; private set; }

    public ValueTask AddAsync(Guid instanceId, SampleBatch batch, CancellationToken cancellationToken) =>
        _lanes[(uint)instanceId.GetHashCode() % Lanes].Writer.WriteAsync(new Item(new InstanceBatch(instanceId, batch), null), cancellationToken);

    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var marks = new List<Task>();
        foreach (var lane in _lanes)
        {
            var mark = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await lane.Writer.WriteAsync(new Item(null, mark), cancellationToken);
            marks.Add(mark.Task);
        }

        await Task.WhenAll(marks).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            lane.Writer.Complete();
        }

        await _closing.CancelAsync();
        await _work;
        await _client.DisposeAsync();
        _closing.Dispose();
    }

    private async Task WorkAsync(ChannelReader<Item> lane)
    {
        // The newest batch of each instance: once it is durable, so is what was accepted before it.
        var newest = new Dictionary<Guid, InstanceBatch>();
        try
        {
            while (await lane.WaitToReadAsync(_closing.Token))
            {
                var parts = new List<InstanceBatch>();
                TaskCompletionSource? mark = null;
                for (var samples = 0; mark is null && lane.TryPeek(out var item) && samples + item.Samples <= PushLimits.MaxSamples && lane.TryRead(out item);)
                {
                    mark = item.Mark;
                    samples += item.Samples;
                    if (item.Part is { } part)
                    {
                        parts.Add(part);
                        newest[part.InstanceId] = part;
                    }
                }

                await PushAsync(parts, _acknowledgement, isNew: true);
                if (mark is not null)
                {
                    await CommitAsync(newest);
                    mark.SetResult();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What was not settled is not counted.
        }
    }

    private async Task CommitAsync(Dictionary<Guid, InstanceBatch> newest)
    {
        if (_acknowledgement == Acknowledgement.Accepted)
        {
            foreach (var part in newest.Values.Chunk(Math.Max(1, PushLimits.MaxSamples / Math.Max(1, newest.Values.FirstOrDefault()?.Batch.Samples.Count ?? 1))))
            {
                await PushAsync([.. part], Acknowledgement.Durable, isNew: false);
            }

            lock (_lock)
            {
                _counts = _counts with { Durable = _counts.Accepted + _counts.Duplicates };
            }
        }

        newest.Clear();
    }

    private async Task PushAsync(List<InstanceBatch> parts, Acknowledgement acknowledgement, bool isNew)
    {
        if (parts.Count == 0)
        {
            return;
        }

        var started = _timeProvider.GetTimestamp();
        var answers = await _client.PushAsync(parts, acknowledgement, _closing.Token);
        if (!isNew)
        {
            return;
        }

        _latencies.Add(_timeProvider.GetElapsedTime(started));
        lock (_lock)
        {
            for (var i = 0; i < parts.Count; i++)
            {
                var receipt = answers[i].Receipt;
                FirstLoss ??= receipt is null ? answers[i].Fault?.Message : receipt.Rejected.Select(rejected => $"{rejected.Field} {rejected.Error}").FirstOrDefault();
                _counts += receipt is null
                    ? default(LoadCounts) with { Lost = parts[i].Batch.Samples.Count }
                    : new LoadCounts(receipt.Accepted, receipt.Durable, receipt.Duplicates, receipt.Rejected.Count, 0, 0);
            }
        }
    }

    private readonly record struct Item(InstanceBatch? Part, TaskCompletionSource? Mark)
    {
        public int Samples => Part?.Batch.Samples.Count ?? 0;
    }
}
