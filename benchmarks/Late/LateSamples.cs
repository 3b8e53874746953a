using LaunchStack.Metrics.Cli.Load.Workload;

namespace LaunchStack.Metrics.Benchmarks.Late;

/// <summary>What agents have on their disks that come back after some days.</summary>
/// <param name="Instances">How many instances.</param>
/// <param name="Days">For how many days they were away.</param>
/// <param name="Interval">How far apart an instance's samples are.</param>
internal sealed record LateSamples(int Instances, int Days, TimeSpan Interval)
{
    // Other instances than those of the load and of the filling.
    private const int Seed = 2_000_000;

    public long PerInstance => TimeSpan.FromDays(Days).Ticks / Interval.Ticks;

    public long Count => PerInstance * Instances;

    public Guid[] Ids => [.. Enumerable.Range(0, Instances).Select(number => SimulatedInstance.IdOf(Seed, number))];

    public static SimulatedInstance Instance(int number) => new(Seed, number);
}
