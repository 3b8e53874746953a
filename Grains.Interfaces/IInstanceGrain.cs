using LaunchStack.Metrics.Models;
using Orleans.Concurrency;

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
    /// <exception cref="UnknownInstanceException">The instance was deleted, or is unknown and registration is off.</exception>
    /// <exception cref="OverloadedException">There is no room; nothing was taken.</exception>
    /// <exception cref="StoreUnavailableException">The instance had to be looked up and the database does not answer.</exception>
    /// <exception cref="DurabilityUnknownException">Taken, and not committed in time.</exception>
    [Alias("push")]
    Task<PushReceipt> PushAsync(SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same for a push of many instances: a refusal is returned and not thrown, for under overload there are thousands of them a second, and
    /// an exception costs more than a push.
    /// </summary>
    /// <param name="batch">At least one and at most <see cref="PushLimits.MaxSamples"/> samples.</param>
    /// <param name="acknowledgement">What to wait for.</param>
    /// <param name="cancellationToken">Stops the waiting; what was accepted stays accepted.</param>
    [Alias("offer")]
    Task<InstanceReceipt> OfferAsync(SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken = default);

    /// <summary>The tail: what is accepted and not yet durable.</summary>
    [Alias("tail-snapshot")]
    Task<TailSnapshot> GetTailAsync();

    /// <summary>The same without marks, for silos of version 0.3.0 and from them, while one after the other is upgraded. Goes when those are no longer lived with (the silo's protocol 1).</summary>
    [Alias("tail")]
    Task<IReadOnlyList<PendingSample>> GetTailSamplesAsync();

    /// <summary>Tells that another silo, where the instance was before, has committed some more of its samples.</summary>
    /// <param name="oldest">The oldest one's timestamp.</param>
    [Alias("note-written"), OneWay]
    Task NoteWrittenAsync(DateTimeOffset oldest);

    /// <summary>How far the instance is durable on its silo.</summary>
    /// <param name="handOver">Whether to hand what is buffered to the writer now, without waiting for its commit.</param>
    [Alias("durability")]
    Task<Durability> GetDurabilityAsync(bool handOver);

    /// <summary>Commits the tail as it is now.</summary>
    /// <param name="cancellationToken">Stops the waiting; the commit goes on.</param>
    /// <exception cref="DurabilityUnknownException">Not committed in time.</exception>
    [Alias("flush")]
    Task FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>Tells the grain its flush interval, which holds on its silo; <see cref="IInstanceSettingsGrain"/> is who keeps it.</summary>
    /// <param name="interval">The interval; null: the service's default.</param>
    [Alias("flush-interval")]
    Task ApplyFlushIntervalAsync(TimeSpan? interval);

    /// <summary>Registers the instance under a name, also after it was deleted. Pushes are taken at once on its silo, on others within 30 s.</summary>
    /// <param name="name">Its name, at most <see cref="InstanceInfo.MaxNameLength"/> characters; empty: none.</param>
    /// <exception cref="InvalidRequestException">The name breaks its rule.</exception>
    /// <exception cref="ConflictException">It is registered already, or the table <c>instances</c> is managed elsewhere.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("create"), ResponseTimeout("00:10:00")]
    Task<InstanceInfo> CreateAsync(string name);

    /// <summary>Gives the instance another name, which all silos answer with from then on.</summary>
    /// <param name="name">Its new name, at most <see cref="InstanceInfo.MaxNameLength"/> characters; empty: none.</param>
    /// <exception cref="InvalidRequestException">The name breaks its rule.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance, or none any more.</exception>
    /// <exception cref="ConflictException">The table <c>instances</c> is managed elsewhere.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("rename")]
    Task<InstanceInfo> RenameAsync(string name);

    /// <summary>
    /// Deletes the instance with its samples, aggregates and settings. Pushes are refused from now on, until it is created again. What was
    /// accepted before goes with the rest. Takes about a second for a month of samples a minute apart, hence the long timeout.
    /// </summary>
    /// <exception cref="UnknownInstanceException">There is no such instance, or none any more.</exception>
    /// <exception cref="ConflictException">The table <c>instances</c> is managed elsewhere.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer; repeating the call goes on, and so does the service by itself.</exception>
    [Alias("delete"), ResponseTimeout("00:10:00")]
    Task DeleteAsync();
}
