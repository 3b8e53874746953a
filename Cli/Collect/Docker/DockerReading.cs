using Docker.DotNet.Models;

namespace LaunchStack.Metrics.Cli.Collect.Docker;

/// <summary>One container's statistics, and when the run began that they belong to.</summary>
/// <param name="StartedAt">The container's <c>State.StartedAt</c>.</param>
/// <param name="ReadAt">When they were read, by the engine's clock.</param>
/// <param name="Cpu">CPU counters.</param>
/// <param name="Memory">Memory.</param>
/// <param name="Networks">Network counters by interface; null for a container without a network of its own.</param>
internal sealed record DockerReading(DateTimeOffset StartedAt, DateTimeOffset ReadAt, CPUStats Cpu, MemoryStats Memory, IDictionary<string, NetworkStats>? Networks);
