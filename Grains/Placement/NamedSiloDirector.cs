using Orleans.Runtime.Placement;

namespace LaunchStack.Metrics.Grains.Placement;

/// <summary>Puts a grain on the silo that its key names. One that is gone has no tail any more, and another's would be counted twice.</summary>
internal sealed class NamedSiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var wanted = NamedSilo.SiloOf(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(wanted)
            ? Task.FromResult(wanted)
            : throw new SiloUnavailableException($"silo {wanted} is gone");
    }
}
