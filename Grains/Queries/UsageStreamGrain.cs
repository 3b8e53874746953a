using System.Runtime.CompilerServices;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Telemetry;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using Orleans.Concurrency;
using Orleans.Placement;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>A page at a time, each with the tail as it is then, read before the page.</summary>
[Reentrant, GrainType("usage-stream"), PreferLocalPlacement]
internal sealed class UsageStreamGrain(
    ISampleStore store,
    StoredUsage stored,
    QueryLimiter limiter,
    InstanceRegistry instances,
    InstanceTails tails,
    QueryInstruments instruments,
    TimeProvider time) : Grain, IUsageStreamGrain
{
    private const int PageSize = 5_000;

    public async IAsyncEnumerable<InstanceSample> ReadSamplesAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        QueryRules.CheckTimes(from, to, time.GetUtcNow());
        if (instances.IsDeleted(instanceId))
        {
            throw new UnknownInstanceException(instanceId);
        }

        var after = new SampleCursor(from, Guid.Empty);
        for (var isRegistered = false; ;)
        {
            var start = after;
            var page = await instruments.MeasureAsync("export", () => ReadPageAsync(instanceId, start, to, cancellationToken), cancellationToken);
            isRegistered |= page.IsStored;

            // A deletion takes rows away in front of the reader, and the end of what is left must not pass for the end of what there was. First
            // samples that are not flushed yet are all there are: their instance is registered with the flush.
            if (page.Next is null && (isRegistered || !page.IsInTail) && !await instances.StillExistsAsync(instanceId, cancellationToken))
            {
                throw new UnknownInstanceException(instanceId);
            }

            foreach (var sample in page.Samples)
            {
                yield return sample;
            }

            if (page.Next is not { } last)
            {
                yield break;
            }

            after = last;
        }
    }

    private async Task<Page> ReadPageAsync(
        Guid instanceId, SampleCursor after, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var snapshot = await tails.ReadAsync(instanceId);
        var tail = await TailedSamples.DeriveAsync(instanceId, snapshot, stored, cancellationToken);
        var durable = await limiter.RunHeavyAsync(token => store.SamplesAfterAsync(instanceId, after, to, PageSize, token), cancellationToken);
        SampleCursor? last = durable.Count < PageSize ? null : SampleCursor.Of(durable[^1]);
        var within = tail.Where(sample => after.IsOlderThan(sample) && sample.Sample.Timestamp < to && (last is not { } end || !end.IsOlderThan(sample)));
        var page = TailedSamples.Merge([.. within], durable).OrderBy(sample => sample.Sample.Timestamp).ThenBy(sample => sample.Id).ToList();
        return new Page(page, last, durable.Count > 0, tail.Count > 0);
    }

    private sealed record Page(List<InstanceSample> Samples, SampleCursor? Next, bool IsStored, bool IsInTail);
}
