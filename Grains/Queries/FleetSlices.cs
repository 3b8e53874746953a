using System.Collections.Concurrent;
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

    // Numbers of instances that are gone cost each ranking a little: with so many times as many as there are, it begins anew.
    private const int MostGone = 4;
    private const int LeastOfIndex = 1 << 14;

    private const int BytesOfSlice = 400;
    private const int BytesOfPart = 24;

    private readonly ConcurrentDictionary<TimeSpan, long> _largeSince = new();
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
        var count = (query.To - query.From) / width;
        if (!answers.AreKept || !tail.Slices.AreKnown || query.To - query.From > Longest || count < LeastSlices || touched.Count > count / 2 || IsLarge(width))
        {
            return null;
        }

        var index = Volatile.Read(ref _index);
        var slices = WindowSlice.Joined([.. Slices(query, tail, width, touched, index)]);
        var missing = WindowSlice.Missing(slices);
        var askedAt = time.GetTimestamp();
        var found = missing.Count == 0
            ? new FleetMeasures([], new HashSet<Guid>())
            : await limiter.RunHeavyAsync(
                token => store.FleetMeasuresAsync(query.By, width, missing, pending, MostParts, token), cancellationToken);
        if (found is null)
        {
            _largeSince[width] = askedAt;
            return null;
        }

        var sums = new FleetSums(query.By, index);
        foreach (var slice in slices)
        {
            sums.Add(slice.Kept is null ? [] : slice.Kept.Parts);
        }

        var bySlice = new Dictionary<DateTimeOffset, List<FleetPart>>();
        foreach (var part in found.Parts)
        {
            var sum = new FleetPart(index.Of(part.InstanceId), (int)part.Count, part.Sum, part.MaxMemoryLimit);
            sums.Add(sum);
            ref var parts = ref CollectionsMarshal.GetValueRefOrAddDefault(bySlice, part.Slice, out _);
            (parts ??= []).Add(sum);
        }

        foreach (var sample in pending.Where(sample => !found.Stored.Contains(sample.Id)))
        {
            sums.Add(sample);
        }

        // Slices without a sample are known as well.
        foreach (var slice in slices.Where(slice => slice.Kept is null))
        {
            if (slice.Mark is { } mark)
            {
                FleetPart[] parts = [.. bySlice.GetValueOrDefault(slice.Start, [])];
                answers.Keep(Question(query.By, slice.Start, width), mark, askedAt, new KeptSlice(index, parts), BytesOfSlice + (BytesOfPart * (long)parts.Length), Early(slice.Start, askedAt));
            }
        }

        if (index.Count > Math.Max(LeastOfIndex, MostGone * sums.Instances))
        {
            Volatile.Write(ref _index, new FleetIndex());
        }

        return sums;
    }

    private IEnumerable<WindowSlice> Slices(TopQuery query, FleetTail tail, TimeSpan width, HashSet<DateTimeOffset> touched, FleetIndex index)
    {
        var settled = time.GetUtcNow() - Settling;
        for (var start = RangeRules.Start(query.From, width); start < query.To; start += width)
        {
            var end = start + width;

            // Whether a sample of the tail is in the sums of a slice already can be told under one snapshot only.
            if (start < query.From || end > query.To || end > settled || touched.Contains(start))
            {
                yield return new WindowSlice(start, new TimeRange(start < query.From ? query.From : start, end > query.To ? query.To : end), null, null);
                continue;
            }

            var mark = tail.Slices.Of(start, width);
            var kept = answers.TryGet<KeptSlice>(Question(query.By, start, width), mark, out var slice) && slice.Index == index ? slice : null;
            yield return new WindowSlice(start, new TimeRange(start, end), mark, kept);
        }
    }

    private bool IsLarge(TimeSpan width) => _largeSince.TryGetValue(width, out var since) && time.GetElapsedTime(since) < LargeFor;

    // Slices that were read together would have to be read again together, and each by itself in as many statements: those of a minute have the same time.
    private static double Early(DateTimeOffset start, long askedAt) =>
        (uint)HashCode.Combine(RangeRules.Start(start, Wide), askedAt) / (double)uint.MaxValue;

    private static StoreQuestion Question(UsageMeasure by, DateTimeOffset start, TimeSpan width) =>
        new("fleet-slice", Guid.Empty, start, start + width, (long)by);
}
