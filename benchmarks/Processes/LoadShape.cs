using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>What processes of <c>launchstack load</c> send together, as fast as they can.</summary>
/// <param name="Processes">How many processes.</param>
/// <param name="Agents">How many connections each has.</param>
/// <param name="Instances">How many instances there are in all.</param>
/// <param name="Batch">How many samples of an instance go together.</param>
/// <param name="Duration">For how long they send.</param>
/// <param name="Acknowledgement">What a push waits for.</param>
internal sealed record LoadShape(int Processes, int Agents, int Instances, int Batch, TimeSpan Duration, Acknowledgement Acknowledgement = Acknowledgement.Accepted)
{
    /// <summary>The command line of one process.</summary>
    public IEnumerable<string> ArgumentsOf(int process, int gatewayPort, string clusterId)
    {
        var share = (Instances / Processes) + (process < Instances % Processes ? 1 : 0);
        return
        [
            "load", "--json", "--rate", "max", "--gateway", $"127.0.0.1:{gatewayPort}", "--cluster-id", clusterId, "--service-id", clusterId,
            "--agents", $"{Agents}", "--instances", $"{share}", "--batch", $"{Batch}", "--duration", $"{(long)Duration.TotalMilliseconds}ms",
            "--seed", $"{process + 1}", "--ack", Acknowledgement == Acknowledgement.Durable ? "durable" : "accepted",
        ];
    }
}
