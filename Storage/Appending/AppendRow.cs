using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Appending;

/// <summary>A sample on its way to becoming a row.</summary>
/// <param name="index">Its place in the call.</param>
/// <param name="id">The row's id.</param>
/// <param name="instanceId">Its instance.</param>
/// <param name="sample">The sample, floored to microseconds.</param>
/// <param name="counter">Its counters where it is a reading.</param>
internal sealed class AppendRow(int index, Guid id, Guid instanceId, Sample sample, CounterKey? counter)
{
    public int Index => index;

    public Guid Id => id;

    public Guid InstanceId => instanceId;

    public CounterKey? Counter => counter;

    public DateTimeOffset Timestamp => Sample.Timestamp;

    /// <summary>The row's values; of a reading once its bytes are derived.</summary>
    public Sample Sample { get; set; } = sample;
}
