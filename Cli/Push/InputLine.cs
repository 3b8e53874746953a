using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Push;

/// <summary>One line of input: a sample, or why it is none.</summary>
/// <param name="Number">Its place in the input, from 1.</param>
/// <param name="InstanceId">The instance it names; empty where it does not have to.</param>
/// <param name="Sample">The sample.</param>
/// <param name="Rejected">The field and the rule it breaks; null for a good line.</param>
internal readonly record struct InputLine(long Number, Guid InstanceId, Sample Sample, RejectedSample? Rejected);
