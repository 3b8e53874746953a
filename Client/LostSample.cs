using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client;

/// <summary>An added sample that will not be stored.</summary>
/// <param name="InstanceId">Its instance.</param>
/// <param name="Sample">The sample as it was added.</param>
/// <param name="Rejected">True: the service rejected this one sample; false: the client gave up on the push it was in.</param>
/// <param name="Reason">The field and the rule it breaks, or what went wrong last.</param>
public sealed record LostSample(Guid InstanceId, Sample Sample, bool Rejected, string Reason);
