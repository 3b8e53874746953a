using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>
/// What the store says of one instance, asked no more often than needed. Each call takes the tail's snapshot that was read before it: its
/// marks tell whether a kept answer still holds. Hours and days that are over change with late writes only, so they are asked for apart.
/// </summary>
internal sealed class StoredUsage(ISampleStore store, StoreAnswers answers, TimeProvider time)
{
    // Object header, thirteen values, three of them of sixteen bytes, and the reference to it.
    private const int BytesOfAggregate = 200;
    internal const int BytesOfSample = 96;

    private const int BytesOfBaseline = 160;

    // Where an agent comes back after days, or somebody wants to see many, one query is better than hundreds.
    private const int MostHoursApart = 6;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public Task<IReadOnlyList<InstanceSample>> RecentAsync(
        Guid instanceId, TailSnapshot tail, int limit, SampleCursor? before, CancellationToken cancellationToken)
    {
        // A page further down is seldom asked for twice.
        return before is { } cursor && cursor.Id != Guid.Empty
            ? answers.AskAsync(token => store.RecentAsync(instanceId, limit, before, token), cancellationToken)
            : answers.GetAsync(
                new StoreQuestion("recent", instanceId, DateTimeOffset.MinValue, before?.Timestamp ?? DateTimeOffset.MaxValue, limit),
                StoreMark.AnyWrite(tail),
                token => store.RecentAsync(instanceId, limit, before, token),
                SizeOf,
                cancellationToken);
    }

    /// <summary>
    /// Raw samples in a range of time, newest first. By whole hours, for the ends of a range move on with the clock; where an hour has more than are
    /// wanted in all, and for long ranges, as asked.
    /// </summary>
    public async Task<IReadOnlyList<InstanceSample>> SamplesAsync(
        Guid instanceId, TailSnapshot tail, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        if (to - from <= MostHoursApart * Hour)
        {
            var hours = await Task.WhenAll(RangeRules.Hours(from, to - from).Select(hour => answers.GetAsync(
                new StoreQuestion("samples", instanceId, hour, hour + Hour, limit),
                MarkOf(tail, hour),
                token => store.SamplesAsync(instanceId, hour, hour + Hour, limit, token),
                SizeOf,
                cancellationToken)));
            if (hours.All(samples => samples.Count < limit))
            {
                return [.. hours.Reverse().SelectMany(samples => samples).Where(sample => sample.Sample.Timestamp >= from && sample.Sample.Timestamp < to)];
            }
        }

        return await answers.AskAsync(token => store.SamplesAsync(instanceId, from, to, limit, token), cancellationToken);
    }

    /// <summary>All samples of the hours given.</summary>
    public async Task<IReadOnlyList<InstanceSample>> SamplesOfHoursAsync(
        Guid instanceId, TailSnapshot tail, IReadOnlyCollection<DateTimeOffset> hours, CancellationToken cancellationToken)
    {
        if (hours.Count > MostHoursApart)
        {
            return await answers.AskAsync(token => store.SamplesOfHoursAsync(instanceId, hours, token), cancellationToken);
        }

        var samples = await Task.WhenAll(hours.Select(hour => answers.GetAsync(
            new StoreQuestion("samples-of-hour", instanceId, hour, hour + Hour, 0),
            MarkOf(tail, hour),
            token => store.SamplesOfHoursAsync(instanceId, [hour], token),
            SizeOf,
            cancellationToken)));
        return samples.Length == 1 ? samples[0] : [.. samples.SelectMany(some => some)];
    }

    /// <summary>Buckets with samples, computed from raw rows.</summary>
    public Task<IReadOnlyList<AggregatedUsage>> BucketsAsync(
        Guid instanceId, TailSnapshot tail, DateTimeOffset from, DateTimeOffset to, TimeSpan width, CancellationToken cancellationToken) =>
        InPartsAsync("buckets", instanceId, tail, from, to, RangeRules.Start(tail.OpenHour, width), width.Ticks, Buckets(instanceId, width), Buckets(instanceId, width), cancellationToken);

    /// <summary>Hours with samples; the one that is not over from its raw rows, for it is in no aggregate.</summary>
    public Task<IReadOnlyList<AggregatedUsage>> HourlyAsync(
        Guid instanceId, TailSnapshot tail, DateTimeOffset first, DateTimeOffset to, CancellationToken cancellationToken) =>
        InPartsAsync(
            "hourly",
            instanceId,
            tail,
            first,
            RangeRules.End(to, Hour),
            tail.OpenHour,
            0,
            (from, end, token) => store.HourlyAsync(instanceId, from, end, token),
            Buckets(instanceId, Hour),
            cancellationToken);

    /// <summary>Days with samples.</summary>
    public Task<IReadOnlyList<AggregatedUsage>> DailyAsync(
        Guid instanceId, TailSnapshot tail, DateTimeOffset first, DateTimeOffset to, CancellationToken cancellationToken) =>
        InPartsAsync(
            "daily",
            instanceId,
            tail,
            first,
            RangeRules.End(to, Day),
            Timestamps.Day(tail.OpenHour),
            0,
            (from, end, token) => store.DailyAsync(instanceId, from, end, token),
            (from, end, token) => store.DailyAsync(instanceId, from, end, token),
            cancellationToken);

    /// <summary>The baselines that the tail's readings are derived from; they move with what is written only.</summary>
    public Task<IReadOnlyList<CounterBaseline>> BaselinesAsync(
        Guid instanceId, TailSnapshot tail, IReadOnlyCollection<CounterKey> counters, CancellationToken cancellationToken) =>
        answers.GetAsync(
            StoreQuestion.Timeless("baselines", instanceId, string.Join('\n', counters.Select(counter => $"{counter.StartedAt.UtcTicks} {counter.Source}"))),
            StoreMark.AnyWrite(tail),
            token => store.BaselinesAsync(instanceId, counters, token),
            SizeOf,
            cancellationToken);

    private Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<IReadOnlyList<AggregatedUsage>>> Buckets(Guid instanceId, TimeSpan width) =>
        (from, end, token) => store.BucketsAsync(instanceId, from, end, width, token);

    /// <summary>
    /// Buckets that are over apart from those that are not, for they are kept longer. Where the former are not kept, one query asks for all.
    /// </summary>
    private async Task<IReadOnlyList<AggregatedUsage>> InPartsAsync(
        string query,
        Guid instanceId,
        TailSnapshot tail,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset open,
        long number,
        Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<IReadOnlyList<AggregatedUsage>>> ask,
        Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<IReadOnlyList<AggregatedUsage>>> askOpen,
        CancellationToken cancellationToken)
    {
        var (over, any) = (StoreMark.LateWrite(tail), StoreMark.AnyWrite(tail));
        if (to <= open)
        {
            return await PartAsync(from, to, over, ask);
        }

        if (from >= open)
        {
            return await PartAsync(from, to, any, askOpen);
        }

        if (answers.Has(Question(from, open), over))
        {
            var rest = PartAsync(open, to, any, askOpen);
            return [.. await rest, .. await PartAsync(from, open, over, ask)];
        }

        return await answers.ShareAsync(
            Question(from, to),
            any,
            async token =>
            {
                var askedAt = time.GetTimestamp();
                var all = await ask(from, to, token);
                KeepPart(from, open, over, askedAt, all.Where(bucket => bucket.Bucket < open));
                KeepPart(open, to, any, askedAt, all.Where(bucket => bucket.Bucket >= open));
                return all;
            },
            cancellationToken);

        void KeepPart(DateTimeOffset start, DateTimeOffset end, StoreMark mark, long askedAt, IEnumerable<AggregatedUsage> part)
        {
            IReadOnlyList<AggregatedUsage> buckets = [.. part];
            answers.Keep(Question(start, end), mark, askedAt, buckets, SizeOf(buckets));
        }

        StoreQuestion Question(DateTimeOffset start, DateTimeOffset end) => new(query, instanceId, start, end, number);

        Task<IReadOnlyList<AggregatedUsage>> PartAsync(
            DateTimeOffset start,
            DateTimeOffset end,
            StoreMark mark,
            Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<IReadOnlyList<AggregatedUsage>>> askPart) =>
            answers.GetAsync(Question(start, end), mark, token => askPart(start, end, token), SizeOf, cancellationToken);
    }

    private static StoreMark MarkOf(TailSnapshot tail, DateTimeOffset hour) =>
        hour < tail.OpenHour ? StoreMark.LateWrite(tail) : StoreMark.AnyWrite(tail);

    private static long SizeOf(IReadOnlyList<InstanceSample> samples) => BytesOfSample * (samples.Count + 1L);

    private static long SizeOf(IReadOnlyList<CounterBaseline> baselines) => BytesOfBaseline * (baselines.Count + 1L);

    private static long SizeOf(IReadOnlyList<AggregatedUsage> buckets) => BytesOfAggregate * (buckets.Count + 1L);
}
