namespace LaunchStack.Metrics.Cli.Collect.Cgroup;

/// <summary>The counters of a network namespace.</summary>
/// <param name="Namespace">Its number, which no other namespace has as long as it lives.</param>
/// <param name="BytesIn">Bytes received on all interfaces but the loopback.</param>
/// <param name="BytesOut">Bytes sent on them.</param>
internal readonly record struct NetworkCounters(string Namespace, long BytesIn, long BytesOut);
