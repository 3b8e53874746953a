using System.Runtime.InteropServices;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>
/// What all instances used lately, by slices of time. A window that moves on with the clock has almost all slices in common with the one before, and
/// little is written into those that are over: they are kept, and only the others are read.
/// </summary>
internal sealed class FleetSlices(ISampleStore store, StoreAnswers answers, QueryLimiter limiter, TimeProvider time)
{
    // What a flush brings belongs to the last few seconds.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestOfNarrow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Wide = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    // With less than that, all of it is read sooner than its parts are put together.
    private const int LeastSlices = 6;

    // Of a larger fleet the database sends a few instances rather than the parts of all.
    private const int MostParts = 500_000;

    private static readonly TimeSpan LargeFor = TimeSpan.FromMinutes(5);

    // As many as have been met; with more, those that are gone would be most of them.
    private const int MostInstances = 1_000_000;

    private const int BytesOfPart = 24;

    private long _largeSince;
    private FleetIndex _index = new();

    /// <summary>The sums of a window, to be disposed of; null where they are had sooner from the store in one piece.</summary>
    /// <param name="query">The window, and what is measured.</param>
    /// <param name="tail">What is not durable.</param>
    /// <param name="pending">What of it lies in the window, each sample once.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<FleetSums?> SumAsync(
        TopQuery query, FleetTail tail, IReadOnlyList<InstanceSample> pending, CancellationToken cancellationToken)
    {
        var width = query.To - query.From <= LongestOfNarrow ? WriteMarks.Slice : Wide;
        var touched = pending.Select(sample => RangeRules.Start(sample.Sample.Timestamp, width)).ToHashSet();
        var slices = (query.To - query.From) / width;
        if (!answers.AreKept || !tail.Slices.AreKnown || query.To - query.From > Longest || slices < LeastSlices || touched.Count > slices / 2 || IsLarge())
        {
            return null;
        }

        var index = Volatile.Read(ref _index);
        if (index.Count > MostInstances)
        {
            Volatile.Write(ref _index, index = new FleetIndex());
        }

        var (kept, missing) = Look(query, tail, width, touched, index);
        var askedAt = time.GetTimestamp();
        var found = missing.Ranges.Count == 0
            ? new FleetMeasures([], new HashSet<Guid>())
            : await limiter.RunHeavyAsync(
                token => store.FleetMeasuresAsync(query.By, width, missing.Ranges, pending, MostParts, token), cancellationToken);
        if (found is null)
        {
            Volatile.Write(ref _largeSince, askedAt);
            return null;
        }

        var sums = new FleetSums(query.By, index);
        kept.ForEach(slice => sums.Add(slice.Parts));
        var bySlice = new Dictionary<DateTimeOffset, List<FleetPart>>();
        foreach (var part in found.Parts)
        {
            var sum = new FleetPart(index.Of(part.InstanceId), (int)part.Count, part.Sum, part.MaxMemoryLimit);
            sums.Add(sum);
            if (missing.Marks.ContainsKey(part.Slice))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(bySlice, part.Slice, out _) ??= [];
                bySlice[part.Slice].Add(sum);
            }
        }

        foreach (var sample in pending.Where(sample => !found.Stored.Contains(sample.Id)))
        {
            sums.Add(sample);
        }

        // Slices without a sample are known as well.
        foreach (var (start, mark) in missing.Marks)
        {
            FleetPart[] parts = [.. bySlice.GetValueOrDefault(start, [])];
            answers.Keep(Question(query.By, start, width), mark, askedAt, new KeptSlice(index, parts), BytesOfPart * (parts.Length + 1L), staggered: true);
        }

        return sums;
    }

    /// <summary>The slices that are kept; what is to be read, and under which marks that can be kept.</summary>
    private (List<KeptSlice> Kept, (List<TimeRange> Ranges, Dictionary<DateTimeOffset, StoreMark> Marks) Missing) Look(
        TopQuery query, FleetTail tail, TimeSpan width, HashSet<DateTimeOffset> touched, FleetIndex index)
    {
        var kept = new List<KeptSlice>();
        var (ranges, marks) = (new List<TimeRange>(), new Dictionary<DateTimeOffset, StoreMark>());
        var settled = time.GetUtcNow() - Settling;
        for (var start = RangeRules.Start(query.From, width); start < query.To; start += width)
        {
            var end = start + width;

            // Whether a sample of the tail is in the sums of a slice already can be told under one snapshot only.
            if (start >= query.From && end <= query.To && end <= settled && !touched.Contains(start))
            {
                var mark = tail.Slices.Of(start, width);
                if (answers.TryGet<KeptSlice>(Question(query.By, start, width), mark, out var slice) && slice.Index == index)
                {
                    kept.Add(slice);
                    continue;
                }

                marks.Add(start, mark);
            }

            var (from, to) = (start < query.From ? query.From : start, end > query.To ? query.To : end);
            if (ranges.Count > 0 && ranges[^1].To == from)
            {
                ranges[^1] = new TimeRange(ranges[^1].From, to);
            }
            else
            {
                ranges.Add(new TimeRange(from, to));
            }
        }

        return (kept, (ranges, marks));
    }

    private bool IsLarge() => Volatile.Read(ref _largeSince) is not 0 and var since && time.GetElapsedTime(since) < LargeFor;

    private static StoreQuestion Question(UsageMeasure by, DateTimeOffset start, TimeSpan width) =>
        new("fleet-slice", Guid.Empty, start, start + width, (long)by);
}
