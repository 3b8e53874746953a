using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Queries;

[StatelessWorker, GrainType("fleet-query")]
internal sealed class FleetQueryGrain(ISampleStore store) : Grain, IFleetQueryGrain
{
    public async Task<InstanceInfo> GetInstanceAsync(Guid instanceId, CancellationToken cancellationToken = default) =>
        await store.InstanceAsync(instanceId, cancellationToken) ?? throw new UnknownInstanceException(instanceId);

    public async Task<InstancePage> ListInstancesAsync(int limit, Guid? after = null, CancellationToken cancellationToken = default)
    {
        QueryRules.CheckLimit(limit, IFleetQueryGrain.MaxLimit);
        var found = await store.InstancesAsync(limit + 1, after, cancellationToken);
        return found.Count <= limit
            ? new InstancePage(found, null)
            : new InstancePage([.. found.Take(limit)], found[limit - 1].Id);
    }
}
