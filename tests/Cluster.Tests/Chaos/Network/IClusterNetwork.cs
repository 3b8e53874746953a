using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Cluster.Tests.Chaos.Network;

/// <summary>What lies between silos, and between them and their database, and can be cut there. Cut ways swallow what is sent, as a network does.</summary>
internal interface IClusterNetwork : IAsyncDisposable
{
    /// <summary>For people.</summary>
    string Description { get; }

    /// <summary>Where a silo runs.</summary>
    SiloPlace PlaceOf(int number);

    /// <summary>How a silo reaches the database.</summary>
    string DatabaseUrlOf(int number);

    /// <summary>A silo is about to start.</summary>
    ValueTask CloseAsync(int number);

    /// <summary>A silo listens, at these ports.</summary>
    ValueTask OpenAsync(int number, FaultSilo silo);

    /// <summary>Cuts the ways between a silo and some others.</summary>
    Task CutAsync(int number, IReadOnlyCollection<int> others);

    /// <summary>Cuts the way between a silo and the database.</summary>
    Task CutDatabaseAsync(int number);

    /// <summary>Nothing is cut any more.</summary>
    Task HealAsync();
}
