using System.Threading.Channels;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>Gathers batches of many instances, commits them as one transaction and tells who waits. One loop, so order is kept.</summary>
internal sealed class WriterLane(
    ChannelReader<FlushBatch> queue, SampleCommitter committer, TailRegistry tails, MetricsOptions options, TimeProvider time)
{
    private readonly List<FlushBatch> _batches = [];
    private readonly List<AppendSample> _samples = [];

    /// <summary>Runs until the queue is completed and empty, or the token fires.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await queue.WaitToReadAsync(cancellationToken))
        {
            Gather();
            if (_samples.Count < options.WriterBatchSize && options.WriterLinger > TimeSpan.Zero && !queue.Completion.IsCompleted)
            {
                await Task.Delay(options.WriterLinger, time, cancellationToken);
                Gather();
            }

            Settle(await committer.CommitAsync(_samples, cancellationToken));
        }
    }

    private void Gather()
    {
        while (_samples.Count < options.WriterBatchSize && queue.TryRead(out var batch))
        {
            _batches.Add(batch);
            foreach (var pending in batch.Samples)
            {
                _samples.Add(new AppendSample(batch.InstanceId, pending));
            }
        }
    }

    private void Settle(ReadOnlySpan<AppendOutcome> outcomes)
    {
        foreach (var batch in _batches)
        {
            // First out of the tail, then told: who waited for the commit must not find it in the tail any more.
            tails.Complete(batch);
            batch.Complete(outcomes[..batch.Samples.Length].ToArray());
            outcomes = outcomes[batch.Samples.Length..];
        }

        _batches.Clear();
        _samples.Clear();
    }
}
