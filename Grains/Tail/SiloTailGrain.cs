using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Placement;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Tail;

[Reentrant, GrainType(NamedSilo.Tail), OnNamedSilo]
internal sealed class SiloTailGrain(TailRegistry tails, PresentInstances present) : Grain, ISiloTailGrain
{
    public Task<SiloTail> ReadAsync(DateTimeOffset from, DateTimeOffset to) =>
        Task.FromResult(tails.Read(from, to));

    public Task<SiloTail> LatestAsync(Guid[] instanceIds) => Task.FromResult(tails.ReadNewest(instanceIds));

    public Task<int> CountInstancesAsync() => Task.FromResult(present.Active);
}
