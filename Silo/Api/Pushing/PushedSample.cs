using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>A sample of a body that could be read.</summary>
/// <param name="Index">Its place in the body.</param>
/// <param name="InstanceId">Its instance.</param>
/// <param name="Sample">The sample.</param>
internal readonly record struct PushedSample(int Index, Guid InstanceId, Sample Sample);
