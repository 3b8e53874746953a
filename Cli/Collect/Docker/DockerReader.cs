using System.Collections.Concurrent;
using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect.Docker;

/// <summary>
/// Reads the running containers of a Docker engine. Each is asked for one reading without waiting (one-shot), because a stream
/// per container, or the engine's own wait for a second reading, costs the engine far more than two answers.
/// </summary>
/// <param name="docker">The engine, owned by this reader.</param>
/// <param name="report">Takes what people should know, a line each.</param>
internal sealed class DockerReader(IDockerClient docker, Action<string> report) : IContainerReader
{
    /// <summary>The label that names a container's instance, as a GUID.</summary>
    public const string InstanceLabel = "com.launchstack.instance.id";

    // Old engines answer up to a second late, waiting for their own next reading; that costs them nothing.
    private const int Concurrency = 32;

    private readonly HashSet<string> _reportedLabels = [];
    private Dictionary<string, DockerReading> _previous = [];
    private long _hostMemory;

    public string Description => $"Docker at {docker.Options.Endpoint}";

    public string Noun => "containers";

    public async Task<IReadOnlyList<ContainerReading>> ReadAsync(CancellationToken cancellationToken)
    {
        IList<ContainerListResponse> containers;
        try
        {
            if (_hostMemory == 0)
            {
                _hostMemory = (await docker.System.GetSystemInfoAsync(cancellationToken)).MemTotal;
            }

            containers = await docker.Containers.ListContainersAsync(new ContainersListParameters(), cancellationToken);
        }
        catch (Exception problem) when (DockerEngine.IsFailure(problem, cancellationToken))
        {
            throw new FailureException($"{Description} does not answer: {DockerEngine.Reason(problem)}");
        }

        var current = new ConcurrentDictionary<string, DockerReading>();
        await Parallel.ForEachAsync(
            containers,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (container, token) =>
            {
                try
                {
                    if (await ReadContainerAsync(container.ID, token) is { } reading)
                    {
                        current[container.ID] = reading;
                    }
                }
                catch (Exception problem) when (DockerEngine.IsFailure(problem, cancellationToken))
                {
                    report($"container {NameOf(container)}: {DockerEngine.Reason(problem)}");
                }
            });

        var readings = new List<ContainerReading>();
        foreach (var container in containers.OrderBy(NameOf, StringComparer.Ordinal))
        {
            // Counters of an earlier run say nothing about this one.
            if (current.TryGetValue(container.ID, out var after)
                && _previous.TryGetValue(container.ID, out var before)
                && before.StartedAt == after.StartedAt)
            {
                readings.Add(ToReading(container, before, after));
            }
        }

        _previous = new Dictionary<string, DockerReading>(current);
        return readings;
    }

    public void Dispose() => docker.Dispose();

    private async Task<DockerReading?> ReadContainerAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            ContainerStatsResponse? stats = null;
            await docker.Containers.GetContainerStatsAsync(
                id, new ContainerStatsParameters { Stream = false, OneShot = true }, new Receiver(response => stats = response), cancellationToken);

            // Zeros read at the year 1: the container stopped since it was listed.
            if (stats is not { CPUStats: { } cpu, MemoryStats: { } memory } || stats.Read == DateTime.MinValue)
            {
                return null;
            }

            // Asked after the statistics: a run that began before they were read is the run they belong to.
            var container = await docker.Containers.InspectContainerAsync(id, cancellationToken);
            var readAt = Timestamps.Floor(stats.Read.ToUniversalTime());
            return container.State is { Running: true } state && Rfc3339.TryParse(state.StartedAt, out var startedAt) && startedAt <= readAt
                ? new DockerReading(Timestamps.Floor(startedAt), readAt, cpu, memory, stats.Networks)
                : null;
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
    }

    private ContainerReading ToReading(ContainerListResponse container, DockerReading before, DockerReading after)
    {
        var (bytesIn, bytesOut) = DockerFormulas.Network(after.Networks);
        var sample = new Sample(
            after.ReadAt,
            DockerFormulas.Cpu(before.Cpu, after.Cpu),
            DockerFormulas.Memory(after.Memory),
            Counters.Limit(after.Memory.Limit, _hostMemory),
            bytesIn,
            bytesOut);
        return new ContainerReading(InstanceOf(container), NameOf(container), container.ID, after.StartedAt, sample);
    }

    private Guid InstanceOf(ContainerListResponse container)
    {
        if (container.Labels?.TryGetValue(InstanceLabel, out var label) != true)
        {
            return InstanceIds.OfContainer(container.ID);
        }

        if (Guid.TryParse(label, CultureInfo.InvariantCulture, out var instance) && instance != Guid.Empty)
        {
            return instance;
        }

        var derived = InstanceIds.OfContainer(container.ID);
        if (_reportedLabels.Add(container.ID))
        {
            report($"container {NameOf(container)}: label {InstanceLabel} must be a GUID other than the empty one, is \"{label}\"; {derived} stands in");
        }

        return derived;
    }

    private static string NameOf(ContainerListResponse container) =>
        container.Names is [var name, ..] ? name.TrimStart('/') : container.ID[..12];

    // Progress<T> would answer on another thread, after the call has returned.
    private sealed class Receiver(Action<ContainerStatsResponse> receive) : IProgress<ContainerStatsResponse>
    {
        public void Report(ContainerStatsResponse value) => receive(value);
    }
}
