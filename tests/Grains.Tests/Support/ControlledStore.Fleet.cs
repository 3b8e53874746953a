using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tests.Support;

// Queries of many instances, and of many samples.
internal sealed partial class ControlledStore
{
    public Task<IReadOnlyList<InstanceSample>> SamplesAfterAsync(
        Guid instanceId, SampleCursor after, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        Counted().SamplesAfterAsync(instanceId, after, to, limit, cancellationToken);

    public Task<SamplePercentiles?> PercentilesAsync(
        Guid instanceId, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken) =>
        Counted().PercentilesAsync(instanceId, range, more, cancellationToken);

    public async Task<IReadOnlyList<InstanceBaseline>> BaselinesAsync(IReadOnlyCollection<InstanceCounter> counters, CancellationToken cancellationToken)
    {
        await BeforeBaselines();
        return await Counted().BaselinesAsync(counters, cancellationToken);
    }

    public async Task<IReadOnlyList<InstanceSample>> LatestOfAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        await BeforeQuery();
        return await Counted().LatestOfAsync(instanceIds, cancellationToken);
    }

    public Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken) =>
        Counted().NamesAsync(instanceIds, cancellationToken);

    public async Task<IReadOnlyList<RankedInstance>> TopAsync(
        TimeRange range, UsageMeasure by, int limit, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken)
    {
        await BeforeQuery();
        return await Counted().TopAsync(range, by, limit, more, cancellationToken);
    }

    public async Task<IReadOnlyList<RankedInstance>> UsageOfAsync(
        IReadOnlyCollection<Guid> instanceIds, TimeRange range, IReadOnlyCollection<InstanceSample> more, CancellationToken cancellationToken)
    {
        await BeforeQuery();
        return await Counted().UsageOfAsync(instanceIds, range, more, cancellationToken);
    }

    public async Task<FleetMeasures?> FleetMeasuresAsync(
        UsageMeasure by, TimeSpan slice, IReadOnlyCollection<TimeRange> ranges, IReadOnlyCollection<InstanceSample> samples, int mostParts, CancellationToken cancellationToken)
    {
        MostMeasuredRanges = Math.Max(MostMeasuredRanges, ranges.Count);
        foreach (var range in ranges)
        {
            MeasuredRanges.Enqueue(range);
        }

        await BeforeQuery();
        return await Counted().FleetMeasuresAsync(by, slice, ranges, samples, mostParts, cancellationToken);
    }

    public async Task<FleetUsage> FleetUsageAsync(
        TimeRange? hours, IReadOnlyCollection<TimeRange> raw, IReadOnlyCollection<InstanceSample> samples, CancellationToken cancellationToken)
    {
        await BeforeQuery();
        return await Counted().FleetUsageAsync(hours, raw, samples, cancellationToken);
    }
}
