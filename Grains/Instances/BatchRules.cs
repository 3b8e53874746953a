using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>The rules for a push as a whole.</summary>
internal static class BatchRules
{
    public static void Check(Guid instanceId, SampleBatch batch)
    {
        if (instanceId == Guid.Empty)
        {
            throw new InvalidRequestException("instance_id", "must not be the empty GUID");
        }

        CheckCount(batch.Samples.Count);
        switch (batch.Network)
        {
            case NetworkMode.Cumulative:
                if (batch.Source is null || batch.Source.Length > PushLimits.MaxSourceLength)
                {
                    throw new InvalidRequestException("source", $"must have at most {PushLimits.MaxSourceLength} characters");
                }

                if (batch.Source.Contains('\0', StringComparison.Ordinal))
                {
                    throw new InvalidRequestException("source", "must not hold a NUL character");
                }

                if (batch.StartedAt < DateTimeOffset.UnixEpoch)
                {
                    throw new InvalidRequestException("started_at", "must not be before 1970");
                }

                break;
            case NetworkMode.Delta:
                if (!string.IsNullOrEmpty(batch.Source))
                {
                    throw new InvalidRequestException("source", "goes with cumulative network numbers only");
                }

                if (batch.StartedAt is not null)
                {
                    throw new InvalidRequestException("started_at", "goes with cumulative network numbers only");
                }

                break;
            default:
                throw new InvalidRequestException("network", "must be delta or cumulative");
        }
    }

    public static void CheckCount(int samples)
    {
        if (samples is 0 or > PushLimits.MaxSamples)
        {
            throw new InvalidRequestException("samples", $"must hold 1 to {PushLimits.MaxSamples} samples, not {samples}");
        }
    }
}
