namespace LaunchStack.Metrics.Models;

/// <summary>What the network numbers of a push mean.</summary>
[GenerateSerializer, Alias("launchstack.NetworkMode")]
public enum NetworkMode
{
    /// <summary>Bytes since the previous sample.</summary>
    Delta = 0,

    /// <summary>Counters that only grow until they are reset; the service derives the bytes.</summary>
    Cumulative = 1,
}
