using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

public sealed class RoomTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_push_beyond_the_bytes_of_an_instance_or_of_the_silo_is_refused_and_taken_once_there_is_room(bool ofInstance)
    {
        await using var cluster = await MetricsCluster.StartAsync(options =>
        {
            // 10,000 samples take 1.28 MB.
            options.InstanceTailBytes = ofInstance ? 4L << 20 : 1L << 30;
            options.TailBytes = ofInstance ? 1L << 30 : 16L << 20;
            options.InstanceTailCapacity = 1_000_000;
        });
        cluster.Store.Hold();
        var taken = 0;
        var error = await Assert.ThrowsAsync<OverloadedException>(async () =>
        {
            for (; ; taken++)
            {
                await cluster.Instance(_id).PushAsync(Series(taken), Acknowledgement.Accepted);
            }
        });

        Assert.InRange(taken, ofInstance ? 3 : 12, ofInstance ? 3 : 13);
        Assert.Equal(TimeSpan.FromSeconds(1), error.RetryAfter);
        cluster.Store.Release();
        await cluster.Instance(_id).FlushAsync();
        Assert.Equal(1, (await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Durable)).Durable);
    }

    [Fact]
    public async Task Room_is_given_back_to_the_last_byte_whatever_became_of_the_samples()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var tails = cluster.Service<TailRegistry>();
        var series = Samples.Series(9);
        cluster.Store.Poison = sample => sample.Pending.Sample.Timestamp == series[4].Timestamp;
        cluster.Store.Hold();
        var instance = cluster.Instance(_id);
        await instance.PushAsync(Samples.Readings("container", series), Acknowledgement.Accepted);
        await instance.PushAsync(Samples.Batch(series), Acknowledgement.Accepted);
        await instance.PushAsync(Samples.Batch([series[0], Samples.At(Samples.Now), Samples.At(default)]), Acknowledgement.Accepted);
        Assert.Equal(10, tails.Samples);

        cluster.Store.Release();
        await instance.FlushAsync();

        await Deadline.UntilAsync(() => tails.Samples == 0, "the tail to be empty");
        Assert.Equal(0, tails.Bytes);
    }

    private static SampleBatch Series(int number) => new()
    {
        Samples = [.. Enumerable.Range(0, 10_000).Select(index => Samples.At(Samples.Now.AddSeconds(-1_000).AddMilliseconds((10_000 * number) + index)))],
    };
}
