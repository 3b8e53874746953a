namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>Counts that silos come and go: what one wrote that has been and is gone is in no other silo's marks.</summary>
internal sealed class SiloChanges : ISiloStatusListener
{
    private int _count;

    public SiloChanges(ISiloStatusOracle silos) => silos.SubscribeToSiloStatusEvents(this);

    /// <summary>How often a silo has come or gone.</summary>
    public int Count => Volatile.Read(ref _count);

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => Interlocked.Increment(ref _count);
}
