using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Appending;

/// <summary>A sample on its way to becoming a row. A struct, because there are hundreds of thousands a second.</summary>
internal struct AppendRow
{
    /// <summary>The sample's place in the call.</summary>
    public int Index;

    /// <summary>The row's id.</summary>
    public Guid Id;

    /// <summary>The sample's instance.</summary>
    public Guid InstanceId;

    /// <summary>Its counters where it is a reading.</summary>
    public CounterKey? Counter;

    /// <summary>The row's values, floored to microseconds; of a reading once its bytes are derived.</summary>
    public Sample Sample;

    public readonly DateTimeOffset Timestamp => Sample.Timestamp;
}
