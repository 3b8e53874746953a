using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

public sealed class RejectionTests
{
    private readonly Guid _id = Guid.NewGuid();

    public static TheoryData<string, double, long, long, long, long, TimeSpan> BadSamples => new()
    {
        { "cpu_usage", double.NaN, 0, 0, 0, 0, TimeSpan.Zero },
        { "cpu_usage", double.PositiveInfinity, 0, 0, 0, 0, TimeSpan.Zero },
        { "cpu_usage", -1, 0, 0, 0, 0, TimeSpan.Zero },
        { "cpu_usage", SampleLimits.MaxCpuUsage + 1, 0, 0, 0, 0, TimeSpan.Zero },
        { "memory_usage", 1, -1, 0, 0, 0, TimeSpan.Zero },
        { "memory_limit", 1, 0, -1, 0, 0, TimeSpan.Zero },
        { "network_in", 1, 0, 0, -1, 0, TimeSpan.Zero },
        { "network_out", 1, 0, 0, 0, -1, TimeSpan.Zero },
        { "timestamp", 1, 0, 0, 0, 0, TimeSpan.FromHours(1) },
        { "timestamp", 1, 0, 0, 0, 0, TimeSpan.FromDays(-27.1) },
    };

    [Theory]
    [MemberData(nameof(BadSamples))]
    public async Task A_bad_sample_costs_only_itself(
        string field, double cpu, long memory, long limit, long networkIn, long networkOut, TimeSpan shift)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        // An hour ahead and not six minutes: the suite's own time goes on, and a slow machine catches up with six minutes.
        var bad = new Sample(Samples.Now + shift, cpu, memory, limit, networkIn, networkOut);

        var receipt = await cluster.Instance(_id).PushAsync(
            Samples.Batch(Samples.At(Samples.Now.AddSeconds(-2)), bad, Samples.At(Samples.Now.AddSeconds(-1))), Acknowledgement.Durable);

        Assert.Equal(2, receipt.Accepted);
        var rejected = Assert.Single(receipt.Rejected);
        Assert.Equal((1, field), (rejected.Index, rejected.Field));
        Assert.StartsWith("must ", rejected.Error, StringComparison.Ordinal);
        Assert.Equal(2, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task A_batch_that_breaks_a_rule_is_refused_by_field()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var sample = Samples.At(Samples.Now);

        await RefusedAsync("samples", _id, Samples.Batch());
        await RefusedAsync("samples", _id, new SampleBatch { Samples = null! });
        await RefusedAsync("samples", _id, null!);
        await RefusedAsync("samples", _id, Samples.Batch(Samples.Series(PushLimits.MaxSamples + 1)));
        await RefusedAsync("source", _id, Samples.Readings(new string('x', PushLimits.MaxSourceLength + 1), sample));
        await RefusedAsync("source", _id, Samples.Batch(sample) with { Source = "container" });
        await RefusedAsync("network", _id, Samples.Batch(sample) with { Network = (NetworkMode)7 });
        await RefusedAsync("instance_id", Guid.Empty, Samples.Batch(sample));

        // On its way from another process it would have become a question mark.
        var broken = await cluster.InSilo.GetGrain<IInstanceGrain>(_id).OfferAsync(Samples.Readings("a\ud800b", sample), Acknowledgement.Accepted);
        Assert.Equal("source", Assert.IsType<InvalidRequestException>(broken.Fault).Field);

        async Task RefusedAsync(string field, Guid id, SampleBatch batch)
        {
            var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Instance(id).PushAsync(batch, Acknowledgement.Accepted));
            Assert.Equal(field, refused.Field);
        }
    }

    [Fact]
    public async Task A_timestamp_is_floored_to_the_microsecond()
    {
        await using var cluster = await MetricsCluster.StartAsync();

        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddTicks(-1))), Acknowledgement.Durable);

        Assert.Equal(Samples.Now.AddMicroseconds(-1), (await cluster.Query(_id).GetLatestAsync())!.Value.Sample.Timestamp);
    }

    [Fact]
    public async Task An_unknown_instance_is_refused_where_registration_is_off_and_taken_once_it_is_registered()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.AutoRegisterInstances = false);
        var batch = Samples.Batch(Samples.At(Samples.Now));

        var refused = await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Instance(_id).PushAsync(batch, Acknowledgement.Accepted));
        Assert.Equal(_id, refused.InstanceId);

        await cluster.Store.RegisterInstancesAsync([_id], CancellationToken.None);
        Assert.Equal(1, (await cluster.Instance(_id).PushAsync(batch, Acknowledgement.Durable)).Accepted);
    }

    [Fact]
    public async Task Instances_that_become_active_together_are_looked_up_together_and_each_once()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.AutoRegisterInstances = false);
        var ids = Enumerable.Range(0, 500).Select(_ => Guid.NewGuid()).ToArray();
        await cluster.Store.RegisterInstancesAsync(ids[..400], CancellationToken.None);
        var batches = ids.Select(id => new InstanceBatch(id, Samples.Batch(Samples.At(Samples.Now)))).ToList();

        // The first answer comes when all are active: how quick a store is would tell otherwise how many are asked for at once.
        var held = new TaskCompletionSource();
        cluster.Store.BeforeLookUp = () => held.Task;
        var pushing = cluster.Grains.GetGrain<IIngestGrain>(0).PushAsync(batches, Acknowledgement.Durable);
        await Deadline.UntilAsync(() => cluster.Service<PresentInstances>().Active == ids.Length, "all instances are active");
        held.SetResult();
        var receipts = await pushing;

        Assert.All(receipts.Take(400), receipt => Assert.Equal(1, receipt.Receipt?.Durable));
        Assert.All(receipts.Skip(400), receipt => Assert.IsType<UnknownInstanceException>(receipt.Fault));
        Assert.InRange(cluster.Store.LookUps, 1, 250);
    }

    [Fact]
    public async Task Instances_that_become_active_while_others_are_looked_up_are_looked_up_together()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var ids = Enumerable.Range(0, 500).Select(_ => Guid.NewGuid()).ToArray();
        await cluster.Store.RegisterInstancesAsync(ids[..400], CancellationToken.None);
        var before = cluster.Store.LookUps;
        var held = new TaskCompletionSource();
        cluster.Store.BeforeLookUp = () => held.Task;
        var lookups = new InstanceLookups(cluster.Store);

        var first = lookups.IsRegisteredAsync(ids[0], CancellationToken.None);
        await Deadline.UntilAsync(() => cluster.Store.LookUps == before + 1, "the first one is looked up");
        var others = ids.Skip(1).Select(id => lookups.IsRegisteredAsync(id, CancellationToken.None)).ToArray();
        held.SetResult();

        Assert.True(await first);
        Assert.Equal(Enumerable.Range(1, 499).Select(index => index < 400), await Task.WhenAll(others));
        Assert.Equal(before + 2, cluster.Store.LookUps);
    }

    [Fact]
    public async Task A_push_beyond_the_tails_bound_is_refused_whole_and_taken_when_there_is_room()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.InstanceTailCapacity = PushLimits.MaxSamples);
        cluster.Store.Hold();
        var series = Samples.Series(PushLimits.MaxSamples);
        await cluster.Instance(_id).PushAsync(Samples.Batch(series), Acknowledgement.Accepted);
        var one = Samples.Batch(Samples.At(Samples.Now));

        var refused = await Assert.ThrowsAsync<OverloadedException>(() => cluster.Instance(_id).PushAsync(one, Acknowledgement.Accepted));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);

        cluster.Store.Release();
        await cluster.UntilStoredAsync(_id, PushLimits.MaxSamples);
        Assert.Equal(1, (await cluster.Instance(_id).PushAsync(one, Acknowledgement.Durable)).Accepted);
    }

    [Fact]
    public async Task The_silos_bound_holds_for_all_instances_together()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.TailCapacity = PushLimits.MaxSamples);
        cluster.Store.Hold();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(PushLimits.MaxSamples)), Acknowledgement.Accepted);

        await Assert.ThrowsAsync<OverloadedException>(
            () => cluster.Instance(Guid.NewGuid()).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Accepted));
        cluster.Store.Release();
    }

    [Fact]
    public async Task One_instances_fault_leaves_the_other_parts_of_a_push_alone()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var wrong = new InstanceBatch(Guid.NewGuid(), Samples.Batch(Samples.At(Samples.Now)) with { Source = "x" });
        var good = new InstanceBatch(_id, Samples.Batch(Samples.At(Samples.Now)));

        var receipts = await cluster.Grains.GetGrain<IIngestGrain>(0).PushAsync([wrong, good], Acknowledgement.Durable);

        Assert.Equal("source", Assert.IsType<InvalidRequestException>(receipts[0].Fault).Field);
        Assert.Equal(1, receipts[1].Receipt!.Durable);
    }
}
