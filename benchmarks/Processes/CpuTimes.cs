using LaunchStack.Metrics.Benchmarks.Output;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>Seconds of CPU by who used them; null where that is not known.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Clients">Who pushes.</param>
/// <param name="Server">The database server, all its processes.</param>
internal readonly record struct CpuTimes(double? Silo, double? Clients, double? Server)
{
    public double? Total => (Silo ?? 0) + (Clients ?? 0) + Server;

    public static CpuTimes operator -(CpuTimes left, CpuTimes right) =>
        new(left.Silo - right.Silo, left.Clients - right.Clients, left.Server - right.Server);

    /// <summary>What a million samples cost of it.</summary>
    public CpuTimes PerMillion(double samples)
    {
        var millions = samples / 1_000_000;
        return new CpuTimes(Silo / millions, Clients / millions, Server / millions);
    }

    public static CpuTimes Median(IReadOnlyList<CpuTimes> rounds) => new(
        rounds.Select(round => round.Silo).Median(), rounds.Select(round => round.Clients).Median(), rounds.Select(round => round.Server).Median());
}
