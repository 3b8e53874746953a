using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Tail;

[Reentrant, GrainType("silo-tail"), OnNamedSilo]
internal sealed class SiloTailGrain(TailRegistry tails) : Grain, ISiloTailGrain
{
    public Task<SiloTail> ReadAsync(DateTimeOffset from, DateTimeOffset to) =>
        Task.FromResult(tails.Read(from, to));

    public Task<SiloTail> LatestAsync(Guid[] instanceIds) => Task.FromResult(tails.ReadNewest(instanceIds));
}
