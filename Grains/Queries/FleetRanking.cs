using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>Which instances use most: their sums of whole hours, of the rest of the range, and of what is not durable yet.</summary>
internal sealed class FleetRanking(
    ISampleStore store, StoreAnswers answers, FleetSlices slices, QueryLimiter limiter, FleetTails tails, InstanceRegistry instances, TimeProvider time)
{
    private const int BytesOfUsage = 240;

    // With more the database no longer looks them up by a hash, and sending them takes longer than the sums of all instances.
    private const int MostPending = 50_000;

    public async Task<IReadOnlyList<RankedUsage>> TopAsync(TopQuery query, CancellationToken cancellationToken)
    {
        QueryRules.CheckTop(query, time.GetUtcNow(), store.Lifecycle);
        var tail = await tails.ReadAsync(query.From, query.To, cancellationToken);
        var range = WholeHours.Of(query.From, query.To, tail.OpenHour);
        var pending = tail.Samples.Where(sample => sample.Sample.Timestamp >= query.From && sample.Sample.Timestamp < query.To).ToList();
        return range.Hours is null && pending.Count <= MostPending
            ? await OfRawRowsAsync(query, tail, [.. pending.DistinctBy(sample => sample.Id)], cancellationToken)
            : await OfHoursAsync(query, range, pending, tail.LateWrites, cancellationToken);
    }

    /// <summary>Where no sum of an hour can be used: by slices that are kept for the most part, or by the store alone.</summary>
    private async Task<IReadOnlyList<RankedUsage>> OfRawRowsAsync(TopQuery query, FleetTail tail, List<InstanceSample> pending, CancellationToken cancellationToken)
    {
        var range = new TimeRange(query.From, query.To);
        var ranked = await OfSlicesAsync(query, range, tail, pending, cancellationToken)
            ?? await limiter.RunHeavyAsync(token => store.TopAsync(range, query.By, query.Limit, pending, token), cancellationToken);
        return
        [
            .. ranked
                .Where(instance => !instances.IsDeleted(instance.InstanceId))
                .Select(instance => new RankedUsage(instance.InstanceId, instance.Name, UsageSums.Total(query.From, query.To, [instance.Usage]))),
        ];
    }

    private async Task<IReadOnlyList<RankedInstance>?> OfSlicesAsync(
        TopQuery query, TimeRange range, FleetTail tail, List<InstanceSample> pending, CancellationToken cancellationToken)
    {
        using var sums = await slices.SumAsync(query, tail, pending, cancellationToken);
        if (sums is null)
        {
            return null;
        }

        var ids = sums.Largest(query.Limit, id => !instances.IsDeleted(id));
        if (ids.Count == 0)
        {
            return [];
        }

        var wanted = ids.ToHashSet();
        List<InstanceSample> theirs = [.. pending.Where(sample => wanted.Contains(sample.InstanceId))];
        var found = await limiter.RunAsync(token => store.UsageOfAsync(ids, range, theirs, token), cancellationToken);

        // One of them is gone since its slices were read, and another has its place.
        return found.Count < ids.Count
            ? null
            : [.. found.OrderByDescending(instance => UsageSums.Measure(instance.Usage, query.By)).ThenBy(instance => instance.InstanceId)];
    }

    private async Task<IReadOnlyList<RankedUsage>> OfHoursAsync(
        TopQuery query, WholeHours range, List<InstanceSample> pending, StoreMark lateWrites, CancellationToken cancellationToken)
    {
        var parts = await PartsAsync(query, range, pending, lateWrites, cancellationToken);
        var ranked = parts
            .Where(instance => !instances.IsDeleted(instance.Key))
            .Select(instance => (Id: instance.Key, Usage: UsageAggregation.Of(query.From, [.. instance])))
            .Select(instance => (instance.Id, instance.Usage, Measure: UsageSums.Measure(instance.Usage, query.By)))
            .Where(instance => instance.Measure is not null)
            .OrderByDescending(instance => instance.Measure)
            .ThenBy(instance => instance.Id)
            .Take(query.Limit)
            .ToList();
        var names = await limiter.RunAsync(token => store.NamesAsync([.. ranked.Select(instance => instance.Id)], token), cancellationToken);
        return
        [
            .. ranked.Select(instance => new RankedUsage(
                instance.Id, names.GetValueOrDefault(instance.Id, ""), UsageSums.Total(query.From, query.To, [instance.Usage]))),
        ];
    }

    /// <summary>Parts of each instance's usage that have no sample in common.</summary>
    private async Task<ILookup<Guid, AggregatedUsage>> PartsAsync(
        TopQuery query, WholeHours range, List<InstanceSample> pending, StoreMark lateWrites, CancellationToken cancellationToken)
    {
        // Where a tail reaches into the whole hours, whether a sample is in their sums already can be told under one snapshot only.
        var together = range.Hours is { } hours && pending.Any(sample => sample.Sample.Timestamp >= hours.From && sample.Sample.Timestamp < hours.To);
        var over = range.Hours is { } whole && !together ? await HoursAsync(whole, lateWrites, cancellationToken) : [];
        var rest = together || range.Edges.Count > 0
            ? await limiter.RunHeavyAsync(
                token => store.FleetUsageAsync(together ? range.Hours : null, range.Edges, pending, token), cancellationToken)
            : new FleetUsage([], new HashSet<Guid>());
        var unstored = pending
            .Where(sample => !rest.Stored.Contains(sample.Id))
            .GroupBy(sample => sample.InstanceId, sample => sample.Sample)
            .Select(samples => new InstanceUsage(samples.Key, UsageAggregation.Of(query.From, [.. samples.DistinctBy(sample => sample.Timestamp)])));
        return over.Concat(rest.Parts).Concat(unstored).ToLookup(part => part.InstanceId, part => part.Usage);
    }

    private Task<IReadOnlyList<InstanceUsage>> HoursAsync(TimeRange hours, StoreMark mark, CancellationToken cancellationToken) => answers.GetAsync(
        new StoreQuestion("fleet-hours", Guid.Empty, hours.From, hours.To, 0),
        mark,
        async token => (await store.FleetUsageAsync(hours, [], [], token)).Parts,
        parts => BytesOfUsage * (parts.Count + 1L),
        cancellationToken,
        isHeavy: true);
}
