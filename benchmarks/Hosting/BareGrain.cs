namespace LaunchStack.Metrics.Benchmarks.Hosting;

[GrainType("bare")]
internal sealed class BareGrain : Grain, IBareGrain
{
    public Task TouchAsync() => Task.CompletedTask;
}
