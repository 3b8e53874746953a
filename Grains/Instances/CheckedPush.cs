using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>A push's samples, the good ones parted from the bad.</summary>
/// <param name="Valid">The good samples, floored to microseconds, in the push's order.</param>
/// <param name="Places">Each good sample's index in the push.</param>
/// <param name="Rejected">The bad ones.</param>
internal sealed record CheckedPush(List<PendingSample> Valid, List<int> Places, List<RejectedSample> Rejected)
{
    public static CheckedPush Of(SampleBatch batch, SampleRules rules, double cpuResolution)
    {
        var counter = batch.Network == NetworkMode.Cumulative
            ? new CounterKey(batch.Source, Timestamps.Floor(batch.StartedAt ?? DateTimeOffset.UnixEpoch))
            : null;
        var push = new CheckedPush(new(batch.Samples.Count), new(batch.Samples.Count), []);
        for (var index = 0; index < batch.Samples.Count; index++)
        {
            var sample = batch.Samples[index];
            if (rules.Check(sample) is var (field, rule))
            {
                push.Rejected.Add(new RejectedSample(index, field, rule));
                continue;
            }

            push.Valid.Add(new PendingSample(Stored(sample, cpuResolution), counter));
            push.Places.Add(index);
        }

        return push;
    }

    /// <summary>The sample as the store will have it, so that it reads the same before its commit and after.</summary>
    private static Sample Stored(in Sample sample, double cpuResolution) => sample with
    {
        Timestamp = Timestamps.Floor(sample.Timestamp),
        CpuUsage = cpuResolution == 0 ? sample.CpuUsage : Math.Round(sample.CpuUsage / cpuResolution) * cpuResolution,
    };
}
