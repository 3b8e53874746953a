using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>Rankings by windows of minutes, whose slices are kept.</summary>
public sealed class KeptSlicesTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task A_window_that_moves_on_reads_its_ends_alone()
    {
        await using var cluster = await MetricsCluster.StartAsync(silos: 2);
        var ids = await FilledAsync(cluster, new Random(1), []);

        await AskAsync(Samples.Now.AddSeconds(-43));
        var all = await AskAsync(Samples.Now.AddSeconds(-40));
        Assert.True(all < TimeSpan.FromSeconds(30), $"read {all}");
        var moved = await AskAsync(Samples.Now.AddSeconds(-31));
        Assert.True(moved < TimeSpan.FromSeconds(30), $"read {moved}");

        // One write costs its own slice.
        await cluster.Instance(ids[0]).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddMinutes(-3).AddMilliseconds(1))), Acknowledgement.Durable);
        var written = await AskAsync(Samples.Now.AddSeconds(-30));
        Assert.True(written < TimeSpan.FromSeconds(40), $"read {written}");

        async Task<TimeSpan> AskAsync(DateTimeOffset to)
        {
            cluster.Store.MeasuredRanges.Clear();
            Assert.NotEmpty(await cluster.Grains.GetGrain<IFleetQueryGrain>(0).GetTopAsync(new TopQuery { From = to - Window, To = to }));
            return TimeSpan.FromTicks(cluster.Store.MeasuredRanges.Sum(range => (range.To - range.From).Ticks));
        }
    }

    [Theory]
    [InlineData(UsageMeasure.Cpu, 1, 8)]
    [InlineData(UsageMeasure.Memory, 2, 8)]
    [InlineData(UsageMeasure.MemoryShare, 3, 8)]
    [InlineData(UsageMeasure.Network, 4, 8)]
    [InlineData(UsageMeasure.Cpu, 5, 12)]
    public async Task No_ranking_is_out_of_date_whatever_is_written_and_wherever_the_instances_go(UsageMeasure by, int seed, int minutes)
    {
        var window = TimeSpan.FromMinutes(minutes);
        await using var cluster = await MetricsCluster.StartAsync(silos: 2);
        var random = new Random(seed);
        var sent = new Dictionary<Guid, SortedDictionary<DateTimeOffset, Sample>>();
        var ids = await FilledAsync(cluster, random, sent);
        for (var step = 0; step < 60; step++)
        {
            var id = ids[random.Next(ids.Length)];
            switch (random.Next(10))
            {
                case 0:
                    await cluster.MoveAsync(id);
                    break;
                case 1:
                    await cluster.Instance(id).FlushAsync();
                    break;
                case 2:
                    await cluster.Instance(id).DeleteAsync();
                    await cluster.Instance(id).CreateAsync("again");
                    sent[id].Clear();
                    break;
                case 3 or 4 when sent[id].Count > 0:
                    // The first one stays, wherever it is by then.
                    var first = sent[id].Values.ElementAt(random.Next(sent[id].Count));
                    await cluster.Instance(id).PushAsync(Samples.Batch(first with { CpuUsage = 1e6, MemoryUsage = 1L << 50, NetworkIn = 1L << 50 }), Acknowledgement.Accepted);
                    break;
                default:
                    await PushAsync(cluster, random, sent, id, random.Next(2) == 0 ? Acknowledgement.Durable : Acknowledgement.Accepted);
                    break;
            }

            // What commits between the reading of the tails and that of the store is neither lost nor counted twice.
            cluster.Store.BeforeQuery = random.Next(3) > 0 ? () => Task.CompletedTask : async () =>
            {
                cluster.Store.BeforeQuery = () => Task.CompletedTask;
                await Task.WhenAll(ids.Select(instance => cluster.Instance(instance).FlushAsync()));
            };
            var to = Samples.Now.AddSeconds(random.Next(-30, 1));
            var from = to - window + TimeSpan.FromMilliseconds(random.Next(60_000));
            var top = await cluster.Grains.GetGrain<IFleetQueryGrain>(step % 3).GetTopAsync(new TopQuery { From = from, To = to, By = by, Limit = 5 });
            var expected = sent
                .Select(instance => (Id: instance.Key, Samples: instance.Value.Values.Where(sample => sample.Timestamp >= from && sample.Timestamp < to).ToList()))
                .Where(instance => instance.Samples.Count > 0)
                .OrderByDescending(instance => Expected.Measure(instance.Samples, by))
                .Take(5)
                .ToList();
            Assert.Equal(expected.Select(instance => instance.Id), top.Select(instance => instance.InstanceId));
            Assert.All(expected.Zip(top), pair => Expected.AssertEqual(pair.First.Samples, pair.Second.Totals));
        }

        Assert.NotEmpty(cluster.Store.MeasuredRanges);
        Assert.True(cluster.Store.MostMeasuredRanges <= 6, $"{cluster.Store.MostMeasuredRanges} statements");
    }

    [Fact]
    public async Task What_a_silo_has_written_that_came_and_went_is_not_missing()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await FilledAsync(cluster, new Random(6), []);
        var to = Samples.Now.AddSeconds(-30);
        await FirstAsync();
        await FirstAsync();
        var second = await cluster.Silos.StartAdditionalSiloAsync();
        var other = Guid.Empty;
        await Deadline.UntilAsync(
            async () =>
            {
                // Nothing is written before it is known where: the first silo's marks are to stay as they are.
                other = Guid.NewGuid();
                await cluster.Instance(other).GetDurabilityAsync(handOver: false);
                return second.SiloAddress.Equals(await cluster.PlaceOfAsync(other));
            },
            "an instance is on the new silo");
        await cluster.Instance(other).PushAsync(Samples.Batch(Busy(to.AddMinutes(-2))), Acknowledgement.Durable);
        await cluster.Silos.StopSiloAsync(second);

        Assert.Equal(other, await FirstAsync());

        async Task<Guid> FirstAsync() =>
            Assert.Single(await cluster.Grains.GetGrain<IFleetQueryGrain>(0).GetTopAsync(new TopQuery { From = to - Window, To = to, Limit = 1 })).InstanceId;
    }

    [Fact]
    public async Task An_instance_whose_deletion_is_not_told_yet_takes_nobodys_place()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await FilledAsync(cluster, new Random(7), []);
        var to = Samples.Now.AddSeconds(-30);
        var query = new TopQuery { From = to - Window, To = to, Limit = 3 };
        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        await fleet.GetTopAsync(query);
        var top = await fleet.GetTopAsync(query);

        // Past the service, as another silo does it whose list has not come by.
        await cluster.Store.DeleteInstanceAsync(top[0].InstanceId, TestContext.Current.CancellationToken);
        var after = await fleet.GetTopAsync(query);

        Assert.Equal(3, after.Count);
        Assert.Equal(top.Skip(1).Select(instance => instance.InstanceId), after.Take(2).Select(instance => instance.InstanceId));
    }

    [Fact]
    public async Task What_others_write_into_a_kept_slice_is_seen_within_the_age_that_answers_may_have()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.CacheMaxAge = TimeSpan.FromSeconds(2));
        var ids = await FilledAsync(cluster, new Random(5), []);
        var to = Samples.Now.AddSeconds(-30);
        var query = new TopQuery { From = to - Window, To = to, Limit = 1 };
        await FirstAsync();
        var first = await FirstAsync();
        var other = ids.First(id => id != first);
        await cluster.Store.AppendAsync([new(other, new PendingSample(Busy(to.AddMinutes(-4)), null))], TestContext.Current.CancellationToken);

        await Deadline.UntilAsync(async () => await FirstAsync() == other, "what others wrote is seen");

        async Task<Guid> FirstAsync() => Assert.Single(await cluster.Grains.GetGrain<IFleetQueryGrain>(0).GetTopAsync(query)).InstanceId;
    }

    // The sums of an answer are read anew each time: what kept slices decide is who is among them.
    private static Sample Busy(DateTimeOffset at) => Samples.At(at.AddMilliseconds(3)) with { CpuUsage = 1e5 };

    private static async Task<Guid[]> FilledAsync(MetricsCluster cluster, Random random, Dictionary<Guid, SortedDictionary<DateTimeOffset, Sample>> sent)
    {
        Guid[] ids = [.. Enumerable.Range(0, 8).Select(_ => Guid.NewGuid())];
        foreach (var id in ids)
        {
            sent[id] = [];
            for (var push = 0; push < 5; push++)
            {
                await PushAsync(cluster, random, sent, id, Acknowledgement.Durable);
            }
        }

        return ids;
    }

    private static async Task PushAsync(
        MetricsCluster cluster, Random random, Dictionary<Guid, SortedDictionary<DateTimeOffset, Sample>> sent, Guid id, Acknowledgement acknowledgement)
    {
        var sample = new Sample(
            Samples.Now.AddMilliseconds(-random.Next((int)(Window + TimeSpan.FromMinutes(1)).TotalMilliseconds)),
            random.NextDouble() * 400,
            random.NextInt64(1L << 40),
            1 + random.NextInt64(1L << 40),
            random.NextInt64(1L << 40),
            random.NextInt64(1L << 40));
        await cluster.Instance(id).PushAsync(Samples.Batch(sample), acknowledgement);
        sent[id].TryAdd(sample.Timestamp, sample);
    }
}
