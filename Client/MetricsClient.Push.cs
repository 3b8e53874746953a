using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client;

public sealed partial class MetricsClient
{
    private long _nextKey;

    /// <summary>
    /// Pushes samples of one instance now and waits for the receipt. Overload, outages and lost gateways are
    /// overcome by sending again for <see cref="MetricsClientOptions.PushTimeout"/>; samples that a lost answer hid count as duplicates then.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="batch">The samples; at most <see cref="PushLimits.MaxSamples"/>.</param>
    /// <param name="acknowledgement">What to wait for; null: <see cref="MetricsClientOptions.Acknowledgement"/>.</param>
    /// <param name="cancellationToken">Stops the waiting; what was accepted stays accepted.</param>
    /// <exception cref="InvalidRequestException">The batch as a whole breaks a rule.</exception>
    /// <exception cref="UnknownInstanceException">The instance is unknown and registration is off.</exception>
    /// <exception cref="OverloadedException">There was no room all the time; nothing was taken.</exception>
    /// <exception cref="StoreUnavailableException">The database did not answer all the time.</exception>
    /// <exception cref="DurabilityUnknownException">Taken, and not committed in time.</exception>
    /// <exception cref="UndeliveredException">There was no answer in time.</exception>
    public async Task<PushReceipt> PushAsync(
        Guid instanceId, SampleBatch batch, Acknowledgement? acknowledgement = null, CancellationToken cancellationToken = default)
    {
        var answer = await PushAsync([new InstanceBatch(instanceId, batch)], acknowledgement, cancellationToken);
        return answer[0].Receipt ?? throw answer[0].Fault!;
    }

    /// <summary>
    /// Pushes samples of many instances now and waits for their receipts. Only parts that failed are sent again, as
    /// <see cref="PushAsync(Guid, SampleBatch, Acknowledgement?, CancellationToken)"/> does.
    /// </summary>
    /// <param name="batches">The parts; at most <see cref="PushLimits.MaxSamples"/> samples in all.</param>
    /// <param name="acknowledgement">What to wait for; null: <see cref="MetricsClientOptions.Acknowledgement"/>.</param>
    /// <param name="cancellationToken">Stops the waiting; what was accepted stays accepted.</param>
    /// <exception cref="InvalidRequestException">There are no samples, or too many.</exception>
    /// <returns>A receipt or a fault for each part, in their order; a part that got no answer has an <see cref="UndeliveredException"/>.</returns>
    public async Task<IReadOnlyList<InstanceReceipt>> PushAsync(
        IReadOnlyList<InstanceBatch> batches, Acknowledgement? acknowledgement = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        if (PushLimits.BrokenBy(batches.Sum(part => part.Batch.Samples.Count)) is { } rule)
        {
            // Here and not at the service alone: a message that is too large for it breaks the connection, and says nothing.
            throw new InvalidRequestException("samples", rule);
        }

        var push = new PendingPush(batches);
        await _pusher.SendAsync(
            push, acknowledgement ?? _options.Acknowledgement, _options.PushTimeout, Interlocked.Increment(ref _nextKey), cancellationToken);
        return push.Receipts;
    }
}
