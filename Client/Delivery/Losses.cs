using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Reports a lane's losses to the app, to the log and to the next flush.</summary>
internal sealed partial class Losses(Action<IReadOnlyList<LostSample>>? onLost, ILogger logger)
{
    private LaneLosses _sinceFlush = LaneLosses.None;

    /// <summary>What was lost since the last call.</summary>
    public LaneLosses Take() => Interlocked.Exchange(ref _sinceFlush, LaneLosses.None);

    /// <summary>Calls come one at a time.</summary>
    public void Report(List<LostSample> lost)
    {
        LaneLosses before;
        do
        {
            before = Volatile.Read(ref _sinceFlush);
        }
        while (Interlocked.CompareExchange(ref _sinceFlush, before.Add(lost), before) != before);

        try
        {
            onLost?.Invoke(lost);
        }
#pragma warning disable CA1031 // The app's callback may throw anything, and must not stop the samples behind.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogCallbackFailed(exception);
        }

        LogLost(lost.Count, lost[0].InstanceId, lost[0].Reason);
    }

    [LoggerMessage(3002, LogLevel.Error, "{Samples} samples will not be stored; the first, of instance {InstanceId}: {Reason}")]
    private partial void LogLost(int samples, Guid instanceId, string reason);

    [LoggerMessage(3003, LogLevel.Error, "OnLost threw")]
    private partial void LogCallbackFailed(Exception exception);
}
