using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>
/// Reads every container of this machine. CPU is the difference between two calls, so the first call, and the first that sees
/// a container, returns nothing for it.
/// </summary>
internal interface IContainerReader : IDisposable
{
    /// <summary>What is read, for people.</summary>
    string Description { get; }

    /// <summary>Reads all containers once.</summary>
    /// <exception cref="FailureException">Nothing could be read.</exception>
    Task<IReadOnlyList<ContainerReading>> ReadAsync(CancellationToken cancellationToken);
}
