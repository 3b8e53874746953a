using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Workload;

/// <summary>One made-up sample.</summary>
/// <param name="Instance">Whose it is.</param>
/// <param name="Sample">What it says.</param>
internal readonly record struct WorkloadRow(ModelledInstance Instance, Sample Sample);
