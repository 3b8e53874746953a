using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Many instances, and many samples.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_all_instances_used_equals_what_their_raw_rows_say(int seed)
    {
        var store = await StoreAsync();
        var random = new Random(seed);
        Guid[] ids = [await RegisterAsync(store), await RegisterAsync(store), await RegisterAsync(store)];
        foreach (var id in ids)
        {
            await store.AppendAsync([.. Enumerable.Range(0, 300).Select(_ => new AppendSample(id, new PendingSample(RandomSample(random), null)))], Cancel);
        }

        var hours = new TimeRange(Noon.AddHours(1), Noon.AddHours(3));
        TimeRange[] edges = [new(Noon.AddMinutes(17).AddTicks(1), hours.From), new(hours.To, Noon.AddHours(3).AddMinutes(1))];
        var usage = await store.FleetUsageAsync(hours, edges, [], Cancel);
        var raw = await store.FleetUsageAsync(null, [new TimeRange(edges[0].From, edges[1].To)], [], Cancel);

        foreach (var id in ids)
        {
            var expected = (await AllAsync(store, id)).Select(row => row.Sample)
                .Where(sample => sample.Timestamp >= edges[0].From && sample.Timestamp < edges[1].To).ToList();
            AssertSums(expected, usage.Parts.Where(part => part.InstanceId == id));
            AssertSums(expected, raw.Parts.Where(part => part.InstanceId == id));
        }
    }

    [Theory]
    [InlineData(UsageMeasure.Cpu)]
    [InlineData(UsageMeasure.Memory)]
    [InlineData(UsageMeasure.MemoryShare)]
    [InlineData(UsageMeasure.Network)]
    public async Task The_instances_that_use_most_are_ranked_by_their_rows_and_the_samples_given(UsageMeasure by)
    {
        var store = await StoreAsync();
        var random = new Random((int)by);
        var range = new TimeRange(Noon.AddMinutes(5).AddTicks(1), Noon.AddMinutes(50));
        var (all, given) = (new Dictionary<Guid, List<Sample>>(), new List<InstanceSample>());
        for (var number = 0; number < 12; number++)
        {
            var id = await RegisterAsync(store);
            Sample[] samples = [.. Enumerable.Range(0, 40).Select(_ => RandomSample(random) with { MemoryLimit = number == 3 ? 0 : random.Next(1, 1 << 30) }).DistinctBy(sample => sample.Timestamp)];
            var stored = samples.Where((_, index) => index % 3 != 0).ToList();
            await store.AppendAsync([.. stored.Select(sample => new AppendSample(id, new PendingSample(sample, null)))], Cancel);

            // Some that are stored come again, with other values; what is stored wins.
            var within = samples.Where((_, index) => index % 3 == 0).Concat(stored.Take(5).Select(sample => sample with { CpuUsage = 1e9, NetworkIn = 1L << 50 }))
                .Where(sample => sample.Timestamp >= range.From && sample.Timestamp < range.To);
            given.AddRange(within.Select(sample => new InstanceSample(SampleId.Derive(id, sample.Timestamp), id, sample)));
            all.Add(id, [.. samples.Where(sample => sample.Timestamp >= range.From && sample.Timestamp < range.To)]);
        }

        var gone = all.Keys.First();
        await store.DeleteInstanceAsync(gone, Cancel);
        all.Remove(gone);
        var ranked = (await store.TopAsync(range, by, 1_000, given, Cancel)).Where(instance => all.ContainsKey(instance.InstanceId)).ToList();

        var expected = all.Where(instance => instance.Value.Count > 0 && Measure(instance.Value) is not null).OrderByDescending(instance => Measure(instance.Value)).ToList();
        Assert.Equal(expected.Select(instance => instance.Key), ranked.Select(instance => instance.InstanceId));
        Assert.All(expected.Zip(ranked), pair => AssertSums(pair.First.Value, [new InstanceUsage(pair.Second.InstanceId, pair.Second.Usage)]));
        Assert.DoesNotContain(await store.TopAsync(range, by, 1_000, given, Cancel), instance => instance.InstanceId == gone);
        Assert.Single(await store.TopAsync(range, by, 1, given, Cancel));

        double? Measure(List<Sample> samples) => by switch
        {
            UsageMeasure.Cpu => samples.Average(sample => sample.CpuUsage),
            UsageMeasure.Memory => samples.Average(sample => (double)sample.MemoryUsage),
            UsageMeasure.MemoryShare => samples.Max(sample => sample.MemoryLimit) is var limit and > 0 ? samples.Average(sample => (double)sample.MemoryUsage) / limit : null,
            _ => samples.Sum(sample => (double)sample.NetworkIn + sample.NetworkOut),
        };
    }

    [Theory]
    [InlineData(UsageMeasure.Cpu)]
    [InlineData(UsageMeasure.Memory)]
    [InlineData(UsageMeasure.MemoryShare)]
    [InlineData(UsageMeasure.Network)]
    public async Task What_instances_used_slice_by_slice_is_what_their_raw_rows_say(UsageMeasure by)
    {
        var store = await StoreAsync();
        var random = new Random((int)by);
        var width = TimeSpan.FromSeconds(10);
        TimeRange[] ranges = [new(Noon.AddMinutes(5).AddTicks(1), Noon.AddMinutes(50)), new(Noon.AddMinutes(70), Noon.AddMinutes(71).AddMilliseconds(7))];
        Guid[] ids = [await RegisterAsync(store), await RegisterAsync(store), await RegisterAsync(store)];
        var expected = new Dictionary<(DateTimeOffset, Guid), List<Sample>>();
        var asked = new List<InstanceSample>();
        foreach (var id in ids)
        {
            Sample[] samples = [.. Enumerable.Range(0, 400).Select(_ => RandomSample(random)).DistinctBy(sample => sample.Timestamp)];
            await store.AppendAsync([.. samples[..^20].Select(sample => new AppendSample(id, new PendingSample(sample, null)))], Cancel);
            asked.AddRange(samples[^40..].Select(sample => new InstanceSample(SampleId.Derive(id, Timestamps.Floor(sample.Timestamp)), id, sample)));
            foreach (var sample in samples[..^20].Select(sample => sample with { Timestamp = Timestamps.Floor(sample.Timestamp) })
                .Where(sample => ranges.Any(range => sample.Timestamp >= range.From && sample.Timestamp < range.To)))
            {
                var slice = Noon + (((sample.Timestamp - Noon).Ticks / width.Ticks) * width);
                expected.TryAdd((slice, id), []);
                expected[(slice, id)].Add(sample);
            }
        }

        var gone = ids[0];
        await store.DeleteInstanceAsync(gone, Cancel);
        var found = (await store.FleetMeasuresAsync(by, width, ranges, asked, 100_000, Cancel))!;

        Assert.DoesNotContain(found.Parts, part => part.InstanceId == gone);
        var parts = found.Parts.Where(part => ids.Contains(part.InstanceId)).ToDictionary(part => (part.Slice, part.InstanceId));
        Assert.Equal(expected.Keys.Where(key => key.Item2 != gone).ToHashSet(), parts.Keys.ToHashSet());
        Assert.All(parts, part =>
        {
            var samples = expected[part.Key];
            var sum = samples.Sum(Used);
            Assert.Equal((samples.Count, by == UsageMeasure.MemoryShare ? samples.Max(sample => sample.MemoryLimit) : 0), (part.Value.Count, part.Value.MaxMemoryLimit));
            Assert.Equal(sum, part.Value.Sum, sum * 1e-12);
        });
        Assert.Subset(found.Stored.ToHashSet(), asked.Where((sample, index) => index % 40 < 20 && sample.InstanceId != gone).Select(sample => sample.Id).ToHashSet());
        Assert.DoesNotContain(asked.Where((_, index) => index % 40 >= 20), sample => found.Stored.Contains(sample.Id));
        Assert.Null(await store.FleetMeasuresAsync(by, width, ranges, [], 1, Cancel));

        double Used(Sample sample) => by switch
        {
            UsageMeasure.Cpu => sample.CpuUsage,
            UsageMeasure.Network => (double)sample.NetworkIn + sample.NetworkOut,
            _ => sample.MemoryUsage,
        };
    }

    [Fact]
    public async Task What_some_instances_used_counts_the_samples_given_where_they_are_not_stored()
    {
        var store = await StoreAsync();
        var random = new Random(7);
        var range = new TimeRange(Noon.AddMinutes(5).AddTicks(1), Noon.AddMinutes(50));
        var (wanted, gone, other, none) = (await RegisterAsync(store), await RegisterAsync(store), await RegisterAsync(store), Guid.NewGuid());
        Sample[] samples = [.. Enumerable.Range(0, 200).Select(_ => RandomSample(random)).Select(sample => sample with { Timestamp = Timestamps.Floor(sample.Timestamp) }).DistinctBy(sample => sample.Timestamp)];
        var stored = samples[..150].ToHashSet();
        foreach (var id in new[] { wanted, gone, other })
        {
            await store.AppendAsync([.. stored.Select(sample => new AppendSample(id, new PendingSample(sample, null)))], Cancel);
        }

        await store.DeleteInstanceAsync(gone, Cancel);

        // Some that are stored come again, with other values; what is stored wins.
        InstanceSample[] given = [.. samples.Where(Within).Select((sample, index) => new InstanceSample(
            SampleId.Derive(wanted, sample.Timestamp), wanted, index % 2 == 0 && stored.Contains(sample) ? sample with { CpuUsage = 1e9 } : sample))];
        var found = await store.UsageOfAsync([wanted, gone, none], range, given, Cancel);

        var usage = Assert.Single(found);
        Assert.Equal(wanted, usage.InstanceId);
        AssertSums([.. samples.Where(Within)], [new InstanceUsage(usage.InstanceId, usage.Usage)]);
        Assert.Empty(await store.UsageOfAsync([none], range, [], Cancel));

        bool Within(Sample sample) => sample.Timestamp >= range.From && sample.Timestamp < range.To;
    }

    [Fact]
    public async Task Late_rows_are_in_what_all_instances_used_at_once()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var hours = new TimeRange(Noon.AddDays(-3), Noon.AddDays(-3).AddHours(2));
        async Task<long> CountAsync() =>
            (await store.FleetUsageAsync(hours, [], [], Cancel)).Parts.Where(part => part.InstanceId == id).Sum(part => part.Usage.SampleCount);

        await store.AppendAsync([Delta(id, hours.From.AddMinutes(1))], Cancel);
        await store.MaintainAsync("test", Cancel);
        Assert.Equal(1, await CountAsync());
        await store.AppendAsync([Delta(id, hours.From.AddMinutes(2)), Delta(id, hours.To)], Cancel);

        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Of_samples_asked_about_those_that_are_stored_are_told()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([Delta(id, At(1)), Delta(id, At(3))], Cancel);
        InstanceSample[] asked = [.. new[] { 1, 2, 3, 9_000 }.Select(second => new InstanceSample(SampleId.Derive(id, At(second)), id, Delta(id, At(second)).Pending.Sample))];

        var usage = await store.FleetUsageAsync(null, [], asked, Cancel);

        Assert.Equal(new[] { asked[0].Id, asked[2].Id }.ToHashSet(), usage.Stored);
        Assert.Empty(usage.Parts);
    }

    [Fact]
    public async Task The_newest_sample_of_each_instance_is_found_however_old_it_is()
    {
        var store = await StoreAsync();
        var (young, old, none) = (await RegisterAsync(store), await RegisterAsync(store), await RegisterAsync(store));
        await store.AppendAsync([Delta(young, At(1), 5), Delta(young, At(2), 6), Delta(old, Noon.AddDays(-9), 7)], Cancel);

        var found = await store.LatestOfAsync([young, old, none, Guid.NewGuid()], Cancel);

        Assert.Equal(
            new[] { (young, At(2), 6L), (old, Noon.AddDays(-9), 7L) }.ToHashSet(),
            found.Select(sample => (sample.InstanceId, sample.Sample.Timestamp, sample.Sample.NetworkIn)).ToHashSet());
    }

    [Fact]
    public async Task Names_of_several_instances_are_told()
    {
        var store = await StoreAsync();
        var (named, nameless) = (Guid.NewGuid(), await RegisterAsync(store));
        await store.CreateInstanceAsync(named, "web-1", Cancel);

        Assert.Equal(
            new Dictionary<Guid, string> { [named] = "web-1", [nameless] = "" }, await store.NamesAsync([named, nameless, Guid.NewGuid()], Cancel));
    }

    [Fact]
    public async Task Samples_after_a_place_come_oldest_first_and_page_by_page()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([.. Enumerable.Range(0, 25).Select(second => Delta(id, At(second)))], Cancel);
        var (read, after) = (new List<int>(), new SampleCursor(At(3), Guid.Empty));
        IReadOnlyList<InstanceSample> page;
        do
        {
            page = await store.SamplesAfterAsync(id, after, At(21).AddTicks(1), 4, Cancel);
            read.AddRange(page.Select(row => (int)(row.Sample.Timestamp - Noon).TotalSeconds));
            after = page.Count == 0 ? after : new SampleCursor(page[^1].Sample.Timestamp, page[^1].Id);
        }
        while (page.Count == 4);

        Assert.Equal(Enumerable.Range(3, 19), read);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(333)]
    public async Task Percentiles_are_values_of_samples_by_nearest_rank(int count)
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var random = new Random(count);
        Sample[] samples = [.. Enumerable.Range(0, count).Select(second => RandomSample(random) with { Timestamp = At(second) })];
        var range = new TimeRange(At(0), At(count));
        await store.AppendAsync([.. samples.Where((_, index) => index % 3 != 1).Select(sample => new AppendSample(id, new PendingSample(sample, null)))], Cancel);

        // Some that are stored come again, with other values; what is stored wins.
        var more = samples.Where((_, index) => index % 3 == 1).Concat(samples.Where((_, index) => index % 3 == 2).Select(sample => sample with { CpuUsage = 1e6 }))
            .Select(sample => new InstanceSample(SampleId.Derive(id, sample.Timestamp), id, sample)).ToList();
        var found = await store.PercentilesAsync(id, range, more, Cancel);

        Assert.Equal(Expected(samples.Select(sample => sample.CpuUsage)), found!.Value.Cpu);
        Assert.Equal(Expected(samples.Select(sample => (double)sample.MemoryUsage)), found.Value.Memory);
        Assert.Null(await store.PercentilesAsync(id, new TimeRange(At(-10), At(0)), [], Cancel));

        static Percentiles Expected(IEnumerable<double> values)
        {
            double[] sorted = [.. values.Order()];
            double Rank(int percent) => sorted[(int)Math.Ceiling(percent * (decimal)sorted.Length / 100) - 1];
            return new Percentiles(Rank(50), Rank(95), Rank(99));
        }
    }

    [Fact]
    public async Task Baselines_of_many_instances_are_those_of_each()
    {
        var store = await StoreAsync();
        var (first, second, third) = (await RegisterAsync(store), await RegisterAsync(store), await RegisterAsync(store));
        await store.AppendAsync([Reading(first, 1, 100, "a"), Reading(first, 2, 200, "b"), Reading(second, 3, 300, "a")], Cancel);
        var key = new CounterKey("a", DateTimeOffset.UnixEpoch);

        var found = await store.BaselinesAsync(
            [new InstanceCounter(first, key), new InstanceCounter(second, new CounterKey("other", DateTimeOffset.UnixEpoch)), new InstanceCounter(third, key)], Cancel);

        Assert.Contains(found, baseline => baseline.InstanceId == first && baseline.Baseline.Key == key && baseline.Baseline.NetworkIn == 100);
        Assert.Contains(found, baseline => baseline.InstanceId == second && baseline.Baseline.NetworkIn == 300);
        Assert.DoesNotContain(found, baseline => baseline.InstanceId == third);
    }

    private static void AssertSums(List<Sample> expected, IEnumerable<InstanceUsage> parts)
    {
        var usages = parts.Select(part => part.Usage).ToList();
        Assert.Equal(expected.Count, usages.Sum(usage => usage.SampleCount));
        Assert.Equal(expected.Sum(sample => (decimal)sample.MemoryUsage), usages.Sum(usage => usage.SumMemory));
        Assert.Equal(expected.Sum(sample => (decimal)sample.NetworkIn), usages.Sum(usage => usage.TotalNetworkIn));
        Assert.Equal(expected.Sum(sample => (decimal)sample.NetworkOut), usages.Sum(usage => usage.TotalNetworkOut));
        Assert.Equal(expected.Sum(sample => sample.CpuUsage), usages.Sum(usage => usage.SumCpu), expected.Sum(sample => sample.CpuUsage) * 1e-12);
        Assert.Equal((expected.Min(sample => sample.CpuUsage), expected.Max(sample => sample.CpuUsage)), (usages.Min(usage => usage.MinCpu), usages.Max(usage => usage.MaxCpu)));
        Assert.Equal(
            (expected.Min(sample => sample.MemoryUsage), expected.Max(sample => sample.MemoryUsage)), (usages.Min(usage => usage.MinMemory), usages.Max(usage => usage.MaxMemory)));
        Assert.Equal(expected.Max(sample => sample.MemoryLimit), usages.Max(usage => usage.MaxMemoryLimit));
    }
}
