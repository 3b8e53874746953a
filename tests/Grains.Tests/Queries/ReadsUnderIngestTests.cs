using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

public sealed class ReadsUnderIngestTests
{
    private const int Instances = 4;
    private const int Pushes = 150;
    private const int Batch = 20;

    private static readonly DateTimeOffset Start = Timestamps.Hour(Samples.Now).AddHours(-2);

    // Buffers are flushed all the time, so that samples are in the buffer, in flight and in the store while they are read.
    [Fact]
    public async Task What_was_accepted_before_a_query_is_in_its_answer_once_however_busy_ingest_is()
    {
        await using var cluster = await MetricsCluster.StartAsync(
            options => (options.FlushInterval, options.FlushSize) = (TimeSpan.FromMilliseconds(100), 50), silos: 2);
        Guid[] ids = [.. Enumerable.Range(0, Instances).Select(_ => Guid.NewGuid())];
        var accepted = new int[Instances];
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, Instances).Select(ReadAsync).ToList();
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(WriteAsync));
        await done.CancelAsync();
        var reads = await Task.WhenAll(readers);

        Assert.All(reads, count => Assert.NotEqual(0, count));
        Assert.All(await Task.WhenAll(ids.Select(HourlyAsync)), count => Assert.Equal(Pushes * Batch, count));

        async Task WriteAsync(int instance)
        {
            for (var push = 0; push < Pushes; push++)
            {
                var first = push * Batch;
                await cluster.Instance(ids[instance]).PushAsync(
                    Samples.Batch([.. Enumerable.Range(first, Batch).Select(index => Samples.At(Start.AddSeconds(index), index))]), Acknowledgement.Accepted);
                Volatile.Write(ref accepted[instance], first + Batch);
            }
        }

        async Task<int> ReadAsync(int instance)
        {
            var id = ids[instance];
            var reads = 0;
            while (!done.IsCancellationRequested)
            {
                var least = Volatile.Read(ref accepted[instance]);
                if (least == 0)
                {
                    await Task.Yield();
                    continue;
                }

                var hours = await HourlyAsync(id);
                var recent = (await cluster.Query(id).GetRecentAsync(100)).Items.Select(item => item.Sample.NetworkIn).ToList();
                var latest = (await cluster.Grains.GetGrain<IFleetQueryGrain>(instance).GetLatestOfAsync([id])).Single();
                var top = await cluster.Grains.GetGrain<IFleetQueryGrain>(instance).GetTopAsync(new TopQuery { From = Start, To = Samples.Now });
                var total = top.Single(item => item.InstanceId == id).Totals.SampleCount;
                var most = Volatile.Read(ref accepted[instance]) + Batch;

                Assert.InRange(hours, least, most);
                Assert.InRange(total, least, most);
                Assert.InRange(latest.Sample.NetworkIn, least - 1, most - 1);
                Assert.InRange(recent[0], least - 1, most - 1);
                Assert.Equal(Enumerable.Range(0, recent.Count).Select(index => recent[0] - index), recent);
                reads++;
            }

            return reads;
        }

        async Task<long> HourlyAsync(Guid id) => (await cluster.Query(id).GetHourlyAsync(Start, Samples.Now)).Sum(hour => hour.SampleCount);
    }
    // As fast as the service takes it: pushes of many instances at once, and the bounds so small that it has to refuse some.
    [Fact]
    public async Task However_much_is_pushed_an_answer_has_all_that_was_accepted_before_and_no_more_than_was_sent()
    {
        const int Fleet = 64;
        const int Pushers = 4;
        const int EachPush = 25;
        await using var cluster = await MetricsCluster.StartAsync(
            options => (options.FlushInterval, options.FlushSize, options.TailCapacity, options.WriterLanes) = (TimeSpan.FromMilliseconds(200), 500, 20_000, 2),
            tier: Tier.Postgres);
        Guid[] ids = [.. Enumerable.Range(0, Fleet).Select(_ => Guid.NewGuid())];
        var sent = new int[Fleet];
        var accepted = new int[Fleet];
        using var done = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var refused = 0;
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(() => ReadAsync(new Random(reader)))).ToList();
        await Task.WhenAll(Enumerable.Range(0, Pushers).Select(pusher => Task.Run(() => PushAsync(pusher))));
        var reads = (await Task.WhenAll(readers)).Sum();
        TestContext.Current.SendDiagnosticMessage($"{sent.Sum()} samples sent, {refused} parts refused, {reads} reads");

        Assert.InRange(sent.Sum(), Fleet * EachPush * 4, int.MaxValue);
        Assert.NotEqual(0, reads);
        Assert.Equal(sent, accepted);
        var top = await cluster.Grains.GetGrain<IFleetQueryGrain>(0).GetTopAsync(new TopQuery { From = Start, To = Samples.Now, Limit = Fleet });
        Assert.Equal(ids.Zip(sent, (id, count) => (id, (long)count)).Order(), top.Select(item => (item.InstanceId, item.Totals.SampleCount)).Order());
        foreach (var (id, count) in ids.Zip(sent))
        {
            await cluster.Instance(id).FlushAsync();
            Assert.Equal(count, await cluster.StoredAsync(id));
        }

        // Each has instances of its own, and pushes again what was refused until it is taken.
        async Task PushAsync(int pusher)
        {
            var ingest = cluster.Grains.GetGrain<IIngestGrain>(pusher);
            int[] own = [.. Enumerable.Range(0, Fleet).Where(instance => instance % Pushers == pusher)];
            while (!done.IsCancellationRequested)
            {
                Array.ForEach(own, instance => Volatile.Write(ref sent[instance], sent[instance] + EachPush));
                for (var open = own; open.Length > 0;)
                {
                    var receipts = await ingest.PushAsync([.. open.Select(BatchOf)], Acknowledgement.Accepted);
                    var taken = open.Where((_, index) => receipts[index].Fault is null).ToHashSet();
                    Array.ForEach([.. taken], instance => Volatile.Write(ref accepted[instance], sent[instance]));
                    open = [.. open.Where(instance => !taken.Contains(instance))];
                    Interlocked.Add(ref refused, open.Length);
                }
            }
        }

        InstanceBatch BatchOf(int instance) => new(ids[instance], Samples.Batch([.. Enumerable.Range(sent[instance] - EachPush, EachPush).Select(
            index => Samples.At(Start.AddMilliseconds(index), index))]));

        async Task<int> ReadAsync(Random random)
        {
            var seen = new long[Fleet];
            var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(random.Next());
            var reads = 0;
            while (!done.IsCancellationRequested)
            {
                var instance = random.Next(Fleet);
                var query = cluster.Query(ids[instance]);
                if (Volatile.Read(ref accepted[instance]) == 0)
                {
                    await Task.Yield();
                    continue;
                }

                await CheckAsync(instance, async () => (await query.GetHourlyAsync(Start, Samples.Now)).Sum(hour => hour.SampleCount));
                await CheckAsync(instance, async () => (await query.GetTotalsAsync(Start, Samples.Now, percentiles: false)).SampleCount);
                await CheckAsync(instance, async () => (await query.GetLatestAsync())!.Value.Sample.NetworkIn + 1);
                await CheckAsync(instance, async () => (await fleet.GetLatestOfAsync([ids[instance]])).Single().Sample.NetworkIn + 1);
                int[] before = [.. accepted];
                var top = await fleet.GetTopAsync(new TopQuery { From = Start, To = Samples.Now, Limit = Fleet });
                var counts = top.ToDictionary(item => item.InstanceId, item => item.Totals.SampleCount);
                for (var other = 0; other < Fleet; other++)
                {
                    Check(other, before[other], counts.GetValueOrDefault(ids[other]));
                }

                reads++;
            }

            return reads;

            async Task CheckAsync(int instance, Func<Task<long>> count) => Check(instance, Volatile.Read(ref accepted[instance]), await count());

            void Check(int instance, int least, long found)
            {
                Assert.InRange(found, Math.Max(least, seen[instance]), Volatile.Read(ref sent[instance]));
                seen[instance] = found;
            }
        }
    }
}
