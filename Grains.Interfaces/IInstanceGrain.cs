using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics;

/// <summary>One instance: buffers its samples in memory and hands them to the silo's writer on a timer.</summary>
[Alias("launchstack.IInstanceGrain")]
public interface IInstanceGrain : IGrainWithGuidKey
{
    /// <summary>Takes samples. Wrong ones are rejected by index; the others are taken all the same.</summary>
    /// <param name="batch">At least one and at most <see cref="PushLimits.MaxSamples"/> samples.</param>
    /// <param name="acknowledgement">What to wait for.</param>
    /// <param name="cancellationToken">Stops the waiting; what was accepted stays accepted.</param>
    /// <exception cref="InvalidRequestException">The batch as a whole breaks a rule.</exception>
    /// <exception cref="UnknownInstanceException">The instance is unknown and registration is off.</exception>
    /// <exception cref="OverloadedException">There is no room; nothing was taken.</exception>
    /// <exception cref="StoreUnavailableException">The instance had to be looked up and the database does not answer.</exception>
    /// <exception cref="DurabilityUnknownException">Taken, and not committed in time.</exception>
    [Alias("push")]
    Task<PushReceipt> PushAsync(SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken = default);

    /// <summary>The tail: what is accepted and not yet durable, in the order of acceptance. Readings are still cumulative.</summary>
    [Alias("tail")]
    Task<IReadOnlyList<PendingSample>> GetTailAsync();

    /// <summary>Commits the tail as it is now.</summary>
    /// <param name="cancellationToken">Stops the waiting; the commit goes on.</param>
    /// <exception cref="DurabilityUnknownException">Not committed in time.</exception>
    [Alias("flush")]
    Task FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>Tells the grain its flush interval, which holds on its silo; <see cref="IInstanceSettingsGrain"/> is who keeps it.</summary>
    /// <param name="interval">The interval; null: the service's default.</param>
    [Alias("flush-interval")]
    Task ApplyFlushIntervalAsync(TimeSpan? interval);
}
