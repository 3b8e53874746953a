using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

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
}
