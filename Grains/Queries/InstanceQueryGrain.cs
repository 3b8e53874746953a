using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Telemetry;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using Orleans.Concurrency;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>
/// Reads the tail first, then the store: the other way round would lose what commits in between. One reentrant worker and not several: Orleans
/// sends a cancellation to any worker of a grain, which need not be the one that runs the query (dotnet/orleans#9877). There is no state.
/// </summary>
[StatelessWorker(1), Reentrant, GrainType("instance-query")]
internal sealed partial class InstanceQueryGrain(
    ISampleStore store,
    StoredUsage stored,
    QueryLimiter limiter,
    InstanceRegistry instances,
    InstanceTails tails,
    QueryInstruments instruments,
    TimeProvider time)
    : Grain, IInstanceQueryGrain
{
    private Guid InstanceId => this.GetPrimaryKey();

    public Task<InstanceSample?> GetLatestAsync(CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("latest", () => LatestAsync(cancellationToken), cancellationToken);

    public Task<SamplePage> GetRecentAsync(int limit, SampleCursor? before = null, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("recent", () => RecentAsync(limit, before, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AggregatedUsage>> GetHourlyAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("hourly", () => HourlyAsync(from, to, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AggregatedUsage>> GetDailyAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("daily", () => DailyAsync(from, to, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AggregatedUsage>> GetLocalDaysAsync(
        DateTimeOffset from, DateTimeOffset to, string timeZone, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("daily", () => LocalDaysAsync(from, to, timeZone, cancellationToken), cancellationToken);

    public Task<UsageRange> GetRangeAsync(RangeQuery query, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("range", () => RangeAsync(query, cancellationToken), cancellationToken);

    public Task<UsageTotals> GetTotalsAsync(
        DateTimeOffset from, DateTimeOffset to, bool percentiles, CancellationToken cancellationToken = default) =>
        instruments.MeasureAsync("totals", () => TotalsAsync(from, to, percentiles, cancellationToken), cancellationToken);

    private async Task<InstanceSample?> LatestAsync(CancellationToken cancellationToken)
    {
        var page = await RecentAsync(1, null, cancellationToken);
        return page.Items.Count == 0 ? null : page.Items[0];
    }

    private async Task<SamplePage> RecentAsync(int limit, SampleCursor? before, CancellationToken cancellationToken)
    {
        QueryRules.CheckLimit(limit, IInstanceQueryGrain.MaxLimit);
        var tail = await ReadTailAsync(cancellationToken);
        var durable = await stored.RecentAsync(InstanceId, tail.Snapshot, limit + 1, before, cancellationToken);
        await EnsureExistsAsync(tail.Samples.Count + durable.Count, cancellationToken);

        var items = TailedSamples.Merge([.. tail.Samples.Where(sample => before is not { } place || place.IsNewerThan(sample))], durable)
            .OrderByDescending(sample => sample.Sample.Timestamp)
            .ThenByDescending(sample => sample.Id)
            .Take(limit + 1)
            .ToList();
        if (items.Count <= limit)
        {
            return new SamplePage(items, null);
        }

        items.RemoveAt(limit);
        return new SamplePage(items, SampleCursor.Of(items[^1]));
    }

    private async Task<IReadOnlyList<AggregatedUsage>> HourlyAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        QueryRules.CheckHours(from, to, time.GetUtcNow());
        var tail = await ReadTailAsync(cancellationToken);
        var hours = await ReadHoursAsync(tail, Timestamps.Hour(from), to, cancellationToken);
        await EnsureExistsAsync(tail.Samples.Count + hours.Count, cancellationToken);
        return NewestFirst(hours, TimeSpan.FromHours(1));
    }

    private async Task<IReadOnlyList<AggregatedUsage>> DailyAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        QueryRules.CheckDays(from, to, time.GetUtcNow());
        var tail = await ReadTailAsync(cancellationToken);
        var days = await ReadDaysAsync(tail, Timestamps.Day(from), to, cancellationToken);
        await EnsureExistsAsync(tail.Samples.Count + days.Count, cancellationToken);
        return NewestFirst(days, TimeSpan.FromDays(1));
    }

    private async Task<IReadOnlyList<AggregatedUsage>> LocalDaysAsync(
        DateTimeOffset from, DateTimeOffset to, string timeZone, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        QueryRules.CheckHours(from, to, now);
        var days = LocalDays.Of(timeZone);
        var borders = days.Borders(from, to < now ? to : now);
        var areHours = borders.All(border => border == Timestamps.Hour(border));
        borders = QueryRules.WholeDays(borders, from, now, areHours ? store.Lifecycle.HourlyRetention : store.Lifecycle.RawRetention, areHours);
        var tail = await ReadTailAsync(cancellationToken);
        var parts = areHours
            ? await ReadHoursAsync(tail, borders[0], borders[^1], cancellationToken)
            : await ReadRawBucketsAsync(tail, borders[0], borders[^1], LocalDays.Step, cancellationToken);
        await EnsureExistsAsync(tail.Samples.Count + parts.Count, cancellationToken);
        return
        [
            .. UsageAggregation.Days(parts, days.Start)
                .OrderByDescending(day => day.Bucket)
                .Select(day => day with { Open = days.Next(day.Bucket) > now }),
        ];
    }

    /// <summary>Stored days, but for those that the tail touches, which are computed from their hours.</summary>
    private async Task<List<AggregatedUsage>> ReadDaysAsync(
        TailReading tail, DateTimeOffset first, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var touched = tail.Samples.Select(sample => Timestamps.Day(sample.Sample.Timestamp)).Where(day => day >= first && day < to).ToHashSet();
        var hours = touched.Count == 0 ? [] : await ReadHoursAsync(tail, touched.Min(), touched.Max().AddDays(1), cancellationToken);
        var aggregated = await stored.DailyAsync(InstanceId, tail.Snapshot, first, to, cancellationToken);
        var computed = UsageAggregation.Days(hours).Where(day => touched.Contains(day.Bucket));
        return [.. aggregated.Where(day => !touched.Contains(day.Bucket)), .. computed];
    }

    /// <summary>Stored hours, but for those that the tail touches, which are computed from raw rows and tail.</summary>
    private async Task<List<AggregatedUsage>> ReadHoursAsync(
        TailReading tail, DateTimeOffset first, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var touched = tail.Samples.Select(sample => Timestamps.Hour(sample.Sample.Timestamp)).Where(hour => hour >= first && hour < to).ToHashSet();
        var raw = touched.Count == 0 ? [] : await stored.SamplesOfHoursAsync(InstanceId, tail.Snapshot, touched, cancellationToken);
        var aggregated = await stored.HourlyAsync(InstanceId, tail.Snapshot, first, to, cancellationToken);
        var computed = UsageAggregation.Hours(TailedSamples.Merge(tail.Samples, raw)).Where(hour => touched.Contains(hour.Bucket));
        return [.. aggregated.Where(hour => !touched.Contains(hour.Bucket)), .. computed];
    }

    private AggregatedUsage[] NewestFirst(IEnumerable<AggregatedUsage> buckets, TimeSpan width)
    {
        var now = time.GetUtcNow();
        return [.. buckets.OrderByDescending(bucket => bucket.Bucket).Select(bucket => Marked(bucket, width, now))];
    }

    // Almost all are over, and need no copy.
    private static AggregatedUsage Marked(AggregatedUsage bucket, TimeSpan width, DateTimeOffset now) =>
        bucket.Bucket + width > now ? bucket with { Open = true } : bucket;

    private async Task<TailReading> ReadTailAsync(CancellationToken cancellationToken)
    {
        if (instances.IsDeleted(InstanceId))
        {
            throw new UnknownInstanceException(InstanceId);
        }

        var tail = await tails.ReadAsync(InstanceId);
        return new TailReading(tail, await TailedSamples.DeriveAsync(InstanceId, tail, stored, cancellationToken));
    }

    private async Task EnsureExistsAsync(int found, CancellationToken cancellationToken)
    {
        if (found == 0 && !await instances.StillExistsAsync(InstanceId, cancellationToken))
        {
            throw new UnknownInstanceException(InstanceId);
        }
    }
}
