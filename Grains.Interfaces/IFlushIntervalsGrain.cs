using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics;

/// <summary>
/// The cluster's list of instances whose flush interval is not the default, so that a silo can learn it without a
/// read for every activation. One grain, key <see cref="Key"/>.
/// </summary>
[Alias("launchstack.IFlushIntervalsGrain")]
public interface IFlushIntervalsGrain : IGrainWithStringKey
{
    /// <summary>The only key: it has a letter that no hexadecimal number has, since stored keys that look like one lose their identity.</summary>
    const string Key = "flush-intervals";

    /// <summary>Sets or, with null, removes one instance's interval.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="interval">The interval; null: the default.</param>
    [Alias("set")]
    Task SetAsync(Guid instanceId, TimeSpan? interval);

    /// <summary>The whole list, or null when it is still at the version that the caller knows.</summary>
    /// <param name="knownVersion">The version the caller has; -1 for none.</param>
    [Alias("get")]
    Task<FlushIntervals?> GetAsync(long knownVersion);
}
