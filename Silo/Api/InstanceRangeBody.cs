using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Usage over time of one of several instances, as JSON.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Range">Its usage; null where there is no such instance.</param>
internal sealed record InstanceRangeBody(Guid InstanceId, RangeBody? Range)
{
    public static InstanceRangeBody From(InstanceRange range) => new(range.InstanceId, range.Range is { } usage ? RangeBody.From(usage) : null);
}
