namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>What processes of <c>launchstack load</c> send together.</summary>
/// <param name="Processes">How many processes.</param>
/// <param name="Agents">How many connections each has.</param>
/// <param name="Instances">How many instances there are in all.</param>
/// <param name="Batch">How many samples of an instance go together.</param>
/// <param name="Duration">For how long they send.</param>
/// <param name="Rate">How many samples a second they send in all; null: as many as the service takes.</param>
/// <param name="Seed">The first process's seed, which tells its instances; the others have the next ones.</param>
internal sealed record LoadShape(int Processes, int Agents, int Instances, int Batch, TimeSpan Duration, int? Rate = null, int Seed = 1)
{
    /// <summary>Longer than any measurement: such a load ends with it.</summary>
    public static readonly TimeSpan Endless = TimeSpan.FromHours(24);

    /// <summary>The command line of one process.</summary>
    public IEnumerable<string> ArgumentsOf(int process, IReadOnlyList<string> gateways, string clusterId)
    {
        var share = (Instances / Processes) + (process < Instances % Processes ? 1 : 0);
        return
        [
            "load", "--json", "--rate", Rate is { } rate ? $"{Math.Max(1, rate / Processes)}" : "max", "--cluster-id", clusterId, "--service-id", clusterId,
            .. gateways.SelectMany(gateway => new[] { "--gateway", gateway }),
            "--agents", $"{Agents}", "--instances", $"{share}", "--batch", $"{Batch}", "--duration", $"{(long)Duration.TotalMilliseconds}ms",
            "--seed", $"{Seed + process}",
        ];
    }
}
