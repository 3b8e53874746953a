using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// Puts accepted samples aside that the database refused, however often it takes, so that somebody can mend the reason and retry them.
/// What is refused even here is logged with all its values, because that is all that is left of it.
/// </summary>
internal sealed partial class DeadLetterOffice(ISampleStore store, StoreRetry retry, SampleCounters counters, ILogger<DeadLetterOffice> logger)
{
    /// <summary>Returns once the sample is in the store's dead letters, or given up.</summary>
    public async Task BuryAsync(RefusedSample refused, LaneHealth lane, CancellationToken cancellationToken)
    {
        var (sample, counter) = refused.Sample.Pending;
        try
        {
            await retry.CommitAsync(
                async token =>
                {
                    await store.BuryAsync([refused], token);
                    return true;
                },
                canBeDivided: false,
                lane,
                cancellationToken);
            counters.CountDeadLettered(1);
            LogBuried(refused.Sample.InstanceId, sample.Timestamp, refused.Reason);
        }
        catch (StoreDataException exception)
        {
            counters.CountDropped(1);
            LogGivenUp(exception, refused.Sample.InstanceId, sample, counter, refused.Reason);
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "The database refused the sample of instance {InstanceId} at {Timestamp:O}, which is a dead letter now: {Reason}")]
    private partial void LogBuried(Guid instanceId, DateTimeOffset timestamp, string reason);

    [LoggerMessage(1009, LogLevel.Critical, "The database refused a sample of instance {InstanceId}, as a dead letter too; it is lost: {Sample}, {Counter}: {Reason}")]
    private partial void LogGivenUp(Exception exception, Guid instanceId, Models.Sample sample, Models.CounterKey? counter, string reason);
}
