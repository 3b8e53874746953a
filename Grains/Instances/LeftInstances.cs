using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// Tells instances that have left this silo what it commits of them afterwards: pushes that were on their way in, or a commit that had to wait
/// for the database. Where they are now, answers may be kept that lack it.
/// </summary>
internal sealed partial class LeftInstances(
    PresentInstances present, InstanceReferences references, IGrainFactory grains, ILocalSiloDetails self, ILogger<LeftInstances> logger)
{
    /// <summary>To be called when samples have been committed.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="oldest">The oldest sample's timestamp.</param>
    public void Tell(Guid instanceId, DateTimeOffset oldest)
    {
        if (!present.IsHere(instanceId))
        {
            _ = TellAsync(instanceId, oldest);
        }
    }

    private async Task TellAsync(Guid instanceId, DateTimeOffset oldest)
    {
        try
        {
            // One that is nowhere has nobody who keeps its answers, and must not be activated for that; one that came back has this silo's marks.
            var instance = references.Of(instanceId);
            if (await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(instance) is { } place && !place.Equals(self.SiloAddress))
            {
                await instance.NoteWrittenAsync(oldest);
            }
        }
        catch (Exception exception)
        {
            LogNotTold(instanceId, exception.Message);
        }
    }

    [LoggerMessage(1021, LogLevel.Debug, "Instance {InstanceId} was not told of a commit: {Reason}")]
    private partial void LogNotTold(Guid instanceId, string reason);
}
