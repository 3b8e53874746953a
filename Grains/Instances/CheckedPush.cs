using System.Buffers;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// A push's samples, the good ones parted from the bad. In an array of the pool's, which is in the processor's cache still when the tail copies
/// what it keeps.
/// </summary>
internal sealed class CheckedPush : IDisposable
{
    private readonly PendingSample[] _samples;
    private readonly int[]? _places;
    private readonly int _count;

    private CheckedPush(PendingSample[] samples, int count, int[]? places, IReadOnlyList<RejectedSample> rejected, CounterKey? counter, DateTimeOffset oldest, DateTimeOffset at)
    {
        (_samples, _count, _places, Rejected, Oldest, At) = (samples, count, places, rejected, oldest, at);
        (HasReadings, Bytes) = (counter is not null, TailSize.Of(count, counter));
    }

    /// <summary>The good samples, floored to microseconds, in the push's order; until the push is disposed.</summary>
    public ReadOnlySpan<PendingSample> Valid => _samples.AsSpan(0, _count);

    /// <summary>The bad ones.</summary>
    public IReadOnlyList<RejectedSample> Rejected { get; }

    /// <summary>Whether the samples are readings.</summary>
    public bool HasReadings { get; }

    /// <summary>The oldest timestamp of the good samples.</summary>
    public DateTimeOffset Oldest { get; }

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; }

    /// <summary>What the good samples take in memory.</summary>
    public long Bytes { get; }

    public static CheckedPush Of(SampleBatch batch, SampleRules rules, double cpuResolution)
    {
        var counter = batch.Network == NetworkMode.Cumulative
            ? new CounterKey(batch.Source, Timestamps.Floor(batch.StartedAt ?? DateTimeOffset.UnixEpoch))
            : null;
        // What has come over the wire is an array.
        ReadOnlySpan<Sample> samples = batch.Samples as Sample[] ?? [.. batch.Samples];
        var valid = ArrayPool<PendingSample>.Shared.Rent(samples.Length);
        List<RejectedSample>? rejected = null;
        int[]? places = null;
        var oldest = DateTimeOffset.MaxValue;
        var count = 0;
        for (var index = 0; index < samples.Length; index++)
        {
            ref readonly var sample = ref samples[index];
            if (rules.Check(sample) is var (field, rule))
            {
                // Up to the first bad one every place is the index.
                places ??= [.. Enumerable.Range(0, samples.Length)];
                (rejected ??= []).Add(new RejectedSample(index, field, rule));
                continue;
            }

            if (places is not null)
            {
                places[count] = index;
            }

            var stored = Stored(sample, cpuResolution);
            oldest = stored.Timestamp < oldest ? stored.Timestamp : oldest;
            valid[count++] = new PendingSample(stored, counter);
        }

        return new CheckedPush(valid, count, places, rejected ?? [], counter, oldest, rules.Now);
    }

    /// <summary>A good sample's index in the push.</summary>
    public int IndexOf(int place) => _places is null ? place : _places[place];

    // Counters are references, and the pool lives as long as the process.
    public void Dispose() => ArrayPool<PendingSample>.Shared.Return(_samples, clearArray: HasReadings);

    /// <summary>The sample as the store will have it, so that it reads the same before its commit and after.</summary>
    private static Sample Stored(in Sample sample, double cpuResolution) => sample with
    {
        Timestamp = Timestamps.Floor(sample.Timestamp),
        CpuUsage = cpuResolution == 0 ? sample.CpuUsage : Math.Round(sample.CpuUsage / cpuResolution) * cpuResolution,
    };
}
