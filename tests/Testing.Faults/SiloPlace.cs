using System.Net;

namespace LaunchStack.Metrics.Testing.Faults;

/// <summary>Where a silo runs.</summary>
/// <param name="Advertised">Where others look for it.</param>
internal sealed record SiloPlace(IPAddress Advertised)
{
    /// <summary>Where it listens.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>A command that becomes the silo; empty: none.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>Further variables of its process.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
