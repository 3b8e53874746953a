using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage;

/// <summary>Percentiles of an instance's samples.</summary>
/// <param name="Cpu">Of CPU, in percent.</param>
/// <param name="Memory">Of memory in use, in bytes.</param>
public readonly record struct SamplePercentiles(Percentiles Cpu, Percentiles Memory);
