using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

/// <summary>Grains that leave memory, and those that go on elsewhere.</summary>
public sealed class MoveTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_are_exact_and_nothing_is_lost_when_the_grain_migrates_between_silos_again_and_again(bool withOthers)
    {
        await using var cluster = await MetricsCluster.StartAsync(silos: 2);
        var random = new Random(7);
        var counter = 1_000L;
        var expected = 0L;
        const int Pushes = 32;
        for (var push = 0; push < Pushes; push++)
        {
            var grown = push == 0 ? 0 : random.Next(1, 1_000_000);
            counter += grown;
            expected += grown;
            var reading = Samples.Readings("c", Samples.At(Samples.Now.AddSeconds(push - Pushes), counter));
            var acknowledgement = push % 3 == 0 ? Acknowledgement.Durable : Acknowledgement.Accepted;
            if (withOthers)
            {
                var receipts = await cluster.Grains.GetGrain<IIngestGrain>(push / 2).PushAsync([new InstanceBatch(_id, reading)], acknowledgement);
                Assert.Null(receipts[0].Fault);
            }
            else
            {
                await cluster.Instance(_id).PushAsync(reading, acknowledgement);
            }

            // Some pushes find the grain on their own silo, and some come right after it has left.
            if (push % 4 == 3 || !withOthers)
            {
                await cluster.MoveAsync(_id);
            }
        }

        await cluster.UntilStoredAsync(_id, Pushes);
        var stored = await cluster.Store.RecentAsync(_id, 100, null, CancellationToken.None);
        Assert.Equal(expected, stored.Sum(row => row.Sample.NetworkIn));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_idle_grain_is_collected_with_what_it_held_in_the_writer_and_its_next_push_activates_it_and_asks_the_database_nothing(bool registers)
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.AutoRegisterInstances = registers);
        await cluster.Instance(_id).CreateAsync("");
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(5)), Acknowledgement.Accepted);

        await cluster.CollectIdleAsync();
        await Deadline.UntilAsync(async () => await cluster.PlaceOfAsync(_id) is null, "the grain is collected");
        await cluster.UntilStoredAsync(_id, 5);

        var reads = cluster.Store.Reads;
        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Durable);
        Assert.Equal(reads, cluster.Store.Reads);
        Assert.Equal(1, receipt.Durable);
        Assert.Equal(6, await cluster.StoredAsync(_id));
    }
}
