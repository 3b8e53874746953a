using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Turns what an app adds into what a lane takes, and refuses what could only be rejected as a whole.</summary>
internal static class SampleUnit
{
    /// <exception cref="ArgumentOutOfRangeException">The source is too long.</exception>
    public static CounterKey CounterOf(string source, DateTimeOffset? startedAt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(source.Length, PushLimits.MaxSourceLength, nameof(source));
        return new CounterKey(source, startedAt ?? DateTimeOffset.UnixEpoch);
    }

    /// <exception cref="ArgumentException">The batch breaks a rule as a whole.</exception>
    public static LaneItem Of(Guid instanceId, SampleBatch batch, long addedAt)
    {
        if (PushLimits.BrokenBy(batch.Samples.Count) is { } rule)
        {
            throw new ArgumentException(rule, nameof(batch));
        }

        if (batch.Network == NetworkMode.Delta && (!string.IsNullOrEmpty(batch.Source) || batch.StartedAt is not null))
        {
            throw new ArgumentException("source and started_at go with cumulative network numbers only", nameof(batch));
        }

        return new LaneItem(instanceId, batch.Network == NetworkMode.Cumulative ? CounterOf(batch.Source, batch.StartedAt) : null, default, batch, addedAt);
    }

    public static SampleBatch ToBatch(Sample[] samples, CounterKey? counter) => counter is null
        ? new SampleBatch { Samples = samples }
        : new SampleBatch
        {
            Samples = samples,
            Network = NetworkMode.Cumulative,
            Source = counter.Source,
            StartedAt = counter.StartedAt == DateTimeOffset.UnixEpoch ? null : counter.StartedAt,
        };
}
