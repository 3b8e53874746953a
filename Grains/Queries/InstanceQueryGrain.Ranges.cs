using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Queries;

// Usage over time.
internal sealed partial class InstanceQueryGrain
{
    private async Task<UsageRange> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var oldest = OldestKept.Of(store.Lifecycle, now);
        RangeRules.Check(query, now, oldest);

        // Nothing is taken that is so far ahead, and an end of time would be one that buckets do not have.
        query = query.To > now + RangeRules.Day ? query with { To = now + RangeRules.Day } : query;
        var tail = await ReadTailAsync(cancellationToken);
        var range = await ReadRawAsync(query, oldest, tail, cancellationToken) ?? await ReadBucketsAsync(query, now, oldest, tail, cancellationToken);
        await EnsureExistsAsync(tail.Samples.Count + range.Points.Count(point => point.SampleCount > 0), cancellationToken);
        return range;
    }

    /// <summary>Raw samples, where that is what is asked for and they are not more than wanted.</summary>
    private async Task<UsageRange?> ReadRawAsync(
        RangeQuery query, OldestKept oldest, TailReading tail, CancellationToken cancellationToken)
    {
        if (!RangeRules.MayBeRaw(query, oldest))
        {
            return null;
        }

        var most = query.Resolution == Resolution.Raw ? query.Limit : query.Points;
        var durable = await stored.SamplesAsync(InstanceId, tail.Snapshot, query.From, query.To, most + 1, cancellationToken);
        var within = tail.Samples.Where(sample => sample.Sample.Timestamp >= query.From && sample.Sample.Timestamp < query.To).ToList();
        var points = TailedSamples.Merge(within, durable).Select(sample => UsagePoint.Of(sample.Sample)).OrderBy(point => point.Bucket).ToList();
        if (points.Count <= most)
        {
            return new UsageRange(Resolution.Raw, TimeSpan.Zero, points);
        }

        return query.Resolution == Resolution.Raw
            ? throw new InvalidRequestException("resolution", $"must not be raw here: the range has more samples than {RangeRules.MostOf(query)}")
            : null;
    }

    private async Task<UsageRange> ReadBucketsAsync(
        RangeQuery query, DateTimeOffset now, OldestKept oldest, TailReading tail, CancellationToken cancellationToken)
    {
        var (resolution, width) = RangeRules.BucketsOf(query, oldest);
        var first = RangeRules.Start(query.From, width);
        var buckets = resolution switch
        {
            Resolution.Hour => await ReadHoursAsync(tail, first, query.To, cancellationToken),
            Resolution.Day => await ReadDaysAsync(tail, first, query.To, cancellationToken),
            _ => await ReadRawBucketsAsync(tail, first, query.To, width, cancellationToken),
        };
        var points = buckets.OrderBy(bucket => bucket.Bucket).Select(bucket => UsagePoint.Of(Marked(bucket, width, now))).ToList();
        var before = query.Fill is GapFill.Previous or GapFill.Linear && (points.Count == 0 || points[0].Bucket > first)
            ? await ReadPointBeforeAsync(tail, first, resolution, width, cancellationToken)
            : null;

        // Nothing is missing yet of what is still to come.
        var end = query.To < now ? query.To : now;
        return new UsageRange(resolution, width, GapFilling.Fill(points, first, end, width, query.Fill, before));
    }

    /// <summary>Buckets computed from raw rows by the store, and of those that the tail touches from raw rows and tail.</summary>
    private async Task<List<AggregatedUsage>> ReadRawBucketsAsync(
        TailReading tail, DateTimeOffset first, DateTimeOffset to, TimeSpan width, CancellationToken cancellationToken)
    {
        var touched = tail.Samples.Select(sample => RangeRules.Start(sample.Sample.Timestamp, width)).Where(bucket => bucket >= first && bucket < to).ToHashSet();
        var hours = touched.SelectMany(bucket => RangeRules.Hours(bucket, width)).ToHashSet();
        var raw = hours.Count == 0 ? [] : await stored.SamplesOfHoursAsync(InstanceId, tail.Snapshot, hours, cancellationToken);
        var durable = await stored.BucketsAsync(InstanceId, tail.Snapshot, first, RangeRules.End(to, width), width, cancellationToken);
        var computed = UsageAggregation.Buckets(TailedSamples.Merge(tail.Samples, raw), moment => RangeRules.Start(moment, width)).Where(bucket => touched.Contains(bucket.Bucket));
        return [.. durable.Where(bucket => !touched.Contains(bucket.Bucket)), .. computed];
    }

    /// <summary>The newest bucket that is older; of hours and days also where its raw rows are gone.</summary>
    private async Task<UsagePoint?> ReadPointBeforeAsync(
        TailReading tail, DateTimeOffset first, Resolution resolution, TimeSpan width, CancellationToken cancellationToken)
    {
        if (resolution is not (Resolution.Hour or Resolution.Day))
        {
            var durable = await stored.RecentAsync(InstanceId, tail.Snapshot, 1, new SampleCursor(first, Guid.Empty), cancellationToken);
            var older = tail.Samples.Where(sample => sample.Sample.Timestamp < first).Concat(durable).Select(sample => sample.Sample.Timestamp).ToList();
            return older.Count == 0
                ? null
                : Newest(await ReadRawBucketsAsync(tail, RangeRules.Start(older.Max(), width), first, width, cancellationToken));
        }

        // Most gaps are short; to look at everything at once would read a year.
        foreach (var buckets in RangeRules.LookBacks)
        {
            var from = first - (buckets * width);
            var found = resolution == Resolution.Hour
                ? await ReadHoursAsync(tail, from, first, cancellationToken)
                : await ReadDaysAsync(tail, from, first, cancellationToken);
            if (Newest(found) is { } point)
            {
                return point;
            }
        }

        return null;

        static UsagePoint? Newest(List<AggregatedUsage> buckets) => buckets.MaxBy(bucket => bucket.Bucket) is { } newest ? UsagePoint.Of(newest) : null;
    }
}
