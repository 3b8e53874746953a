using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

public sealed class DurabilityTests
{
    private static readonly Guid Id = Guid.Parse("9d0c6f5b-6ad1-47a8-8f0f-6d8a2f4b1c01");

    [Fact]
    public async Task A_receipt_says_that_a_push_is_durable_once_it_is_committed_and_not_before()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        cluster.Store.Hold();
        var instance = cluster.Instance(Id);
        var first = (await instance.PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Accepted)).Durability!.Value;
        Assert.False(first.Covers(first));

        // In flight, and a second push in the buffer behind it.
        Assert.False((await instance.GetDurabilityAsync(handOver: true)).Covers(first));
        var second = (await instance.PushAsync(Samples.Batch(Samples.At(Samples.Now.AddSeconds(-1))), Acknowledgement.Accepted)).Durability!.Value;
        Assert.False(second.Covers(first));

        cluster.Store.Release();
        await cluster.UntilStoredAsync(Id, 1);
        await Testing.Deadline.UntilAsync(async () => (await instance.GetDurabilityAsync(handOver: false)).Covers(first), "the first push durable");
        Assert.False((await instance.GetDurabilityAsync(handOver: true)).Covers(second));
        await instance.FlushAsync();
        Assert.True((await instance.GetDurabilityAsync(handOver: false)).Covers(second));
    }

    [Fact]
    public async Task A_push_whose_samples_are_in_the_tail_already_is_durable_when_they_are()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        cluster.Store.Hold();
        var instance = cluster.Instance(Id);
        var batch = Samples.Batch(Samples.At(Samples.Now));
        await instance.PushAsync(batch, Acknowledgement.Accepted);
        var again = await instance.PushAsync(batch, Acknowledgement.Accepted);
        Assert.Equal(1, again.Duplicates);
        Assert.False(again.Durability!.Value.Covers(again.Durability.Value));

        cluster.Store.Release();
        await instance.FlushAsync();
        Assert.True((await instance.GetDurabilityAsync(handOver: false)).Covers(again.Durability.Value));
    }

    [Fact]
    public async Task Another_silo_says_nothing_about_a_silos_positions()
    {
        await using var one = await MetricsCluster.StartAsync();
        await using var other = await MetricsCluster.StartAsync();
        var receipt = await one.Instance(Id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Accepted);
        for (var push = 0; push < 5; push++)
        {
            await other.Instance(Id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddSeconds(-push))), Acknowledgement.Durable);
        }

        Assert.False((await other.Instance(Id).GetDurabilityAsync(handOver: false)).Covers(receipt.Durability!.Value));
    }

    [Fact]
    public async Task A_silo_answers_for_what_it_has_accepted_without_the_instances_grain_and_asks_the_grain_about_anybody_elses()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var ingest = cluster.Grains.GetGrain<IIngestGrain>(0);
        cluster.Store.Hold();
        var receipt = await cluster.Instance(Id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Accepted);
        var accepted = receipt.Durability!.Value;
        await cluster.CollectIdleAsync();
        await Testing.Deadline.UntilAsync(async () => await cluster.PlaceOfAsync(Id) is null, "the grain is collected");

        var own = Assert.Single(await ingest.GetDurabilityAsync([new(Id, accepted.Silo)], handOver: true));
        Assert.Equal((Id, accepted.Silo), (own.InstanceId, own.Durability?.Silo));
        Assert.False(own.Durability!.Value.Covers(accepted));
        Assert.Null(await cluster.PlaceOfAsync(Id));
        cluster.Store.Release();
        await Testing.Deadline.UntilAsync(
            async () => (await ingest.GetDurabilityAsync([new(Id, accepted.Silo)], handOver: false))[0].Durability!.Value.Covers(accepted), "it is durable");
        Assert.Null(await cluster.PlaceOfAsync(Id));

        await ingest.GetDurabilityAsync([new(Id, Guid.NewGuid())], handOver: false);
        Assert.NotNull(await cluster.PlaceOfAsync(Id));
    }

    [Fact]
    public async Task A_durable_push_is_covered_by_its_own_receipt()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var receipt = (await cluster.Instance(Id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Durable)).Durability!.Value;
        Assert.True(receipt.Covers(receipt));
    }
}
