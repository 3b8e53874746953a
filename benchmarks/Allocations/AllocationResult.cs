namespace LaunchStack.Metrics.Benchmarks.Allocations;

/// <summary>What a step takes for a sample.</summary>
/// <param name="Step">Which one.</param>
/// <param name="SamplesPerPush">How many samples of an instance come together.</param>
/// <param name="Bytes">Bytes allocated.</param>
/// <param name="Nanoseconds">Time of one thread.</param>
internal sealed record AllocationResult(string Step, int SamplesPerPush, double Bytes, double Nanoseconds);
