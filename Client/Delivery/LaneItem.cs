using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>What a lane takes in: a sample, or the mark of a flush, which is answered when everything before it is settled.</summary>
internal readonly record struct LaneItem(Guid InstanceId, CounterKey? Counter, Sample Sample, TaskCompletionSource<LaneLosses>? Flush)
{
    public static LaneItem Of(Guid instanceId, CounterKey? counter, in Sample sample) => new(instanceId, counter, sample, null);

    public static LaneItem Mark(TaskCompletionSource<LaneLosses> flush) => new(default, null, default, flush);
}
