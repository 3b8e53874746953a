using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>
/// Reads the containers of this machine, or what else runs on it. CPU is the difference between two calls, so the first call, and the first that sees
/// a container, returns nothing for it.
/// </summary>
internal interface IContainerReader : IDisposable
{
    /// <summary>What is read, for people.</summary>
    string Description { get; }

    /// <summary>What the readings are of, in the plural.</summary>
    string Noun { get; }

    /// <summary>Reads all containers once.</summary>
    /// <exception cref="FailureException">Nothing could be read.</exception>
    Task<IReadOnlyList<ContainerReading>> ReadAsync(CancellationToken cancellationToken);
}
