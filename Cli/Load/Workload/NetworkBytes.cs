using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Workload;

/// <summary>Bytes received and sent: counters, or what lies between two of them.</summary>
internal readonly record struct NetworkBytes(long In, long Out)
{
    public static NetworkBytes Of(in Sample sample) => new(sample.NetworkIn, sample.NetworkOut);

    public NetworkBytes Since(NetworkBytes earlier) => new(In - earlier.In, Out - earlier.Out);
}
