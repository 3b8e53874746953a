using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>The rules for a push as a whole.</summary>
internal static class BatchRules
{
    /// <summary>What a batch of one instance breaks; null where it is in order.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="now">The service's clock.</param>
    public static InvalidRequestException? Check(Guid instanceId, SampleBatch? batch, DateTimeOffset now)
    {
        if (instanceId == Guid.Empty)
        {
            return new("instance_id", "must not be the empty GUID");
        }

        // Nothing on the wire keeps a client from leaving them out.
        if (batch?.Samples is null)
        {
            return new("samples", "must be there");
        }

        return CheckCount(batch.Samples.Count) ?? batch.Network switch
        {
            NetworkMode.Cumulative => CheckCounters(batch, now),
            NetworkMode.Delta => CheckNoCounters(batch),
            _ => new("network", "must be delta or cumulative"),
        };
    }

    /// <summary>What a number of samples breaks; null where it is in order.</summary>
    public static InvalidRequestException? CheckCount(int samples) => PushLimits.BrokenBy(samples) is { } rule ? new("samples", rule) : null;

    private static InvalidRequestException? CheckCounters(SampleBatch batch, DateTimeOffset now)
    {
        if (batch.Source is null || batch.Source.Length > PushLimits.MaxSourceLength)
        {
            return new("source", $"must have at most {PushLimits.MaxSourceLength} characters");
        }

        if (batch.Source.Contains('\0', StringComparison.Ordinal))
        {
            return new("source", "must not hold a NUL character");
        }

        if (!TextRules.IsWellFormed(batch.Source))
        {
            return new("source", "must not hold half of a surrogate pair");
        }

        if (batch.StartedAt < DateTimeOffset.UnixEpoch)
        {
            return new("started_at", "must not be before 1970");
        }

        return batch.StartedAt - now > MetricsOptions.AcceptAhead
            ? new("started_at", $"must not be more than {MetricsOptions.AcceptAhead.TotalMinutes:0} minutes ahead of the service's clock")
            : null;
    }

    private static InvalidRequestException? CheckNoCounters(SampleBatch batch)
    {
        if (!string.IsNullOrEmpty(batch.Source))
        {
            return new("source", "goes with cumulative network numbers only");
        }

        return batch.StartedAt is null ? null : new("started_at", "goes with cumulative network numbers only");
    }
}
