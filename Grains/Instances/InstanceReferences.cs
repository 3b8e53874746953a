namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// Makes references to instances' grains. <see cref="IGrainFactory"/> reads the interface's attributes each time it is asked by type, which
/// takes as long as the push itself; here it is asked by type once.
/// </summary>
internal sealed class InstanceReferences(IGrainFactory grains)
{
    private readonly Lazy<GrainReference> _pattern = new(() => (GrainReference)grains.GetGrain<IInstanceGrain>(Guid.Empty));

    public IInstanceGrain Of(Guid instanceId)
    {
        var pattern = _pattern.Value;
        return (IInstanceGrain)grains.GetGrain(
            GrainId.Create(pattern.GrainId.Type, GrainIdKeyExtensions.CreateGuidKey(instanceId)), pattern.InterfaceType);
    }
}
