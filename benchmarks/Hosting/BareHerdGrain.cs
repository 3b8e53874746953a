using Orleans.Concurrency;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

[StatelessWorker, GrainType("bare-herd")]
internal sealed class BareHerdGrain : Grain, IBareHerdGrain
{
    public Task TouchAsync(IReadOnlyList<Guid> ids) => Task.WhenAll(ids.Select(id => GrainFactory.GetGrain<IBareGrain>(id).TouchAsync()));
}
