using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Ingest;

public sealed class IngestTests
{
    private readonly Guid _known = Guid.NewGuid();
    private readonly Guid _silent = Guid.NewGuid();

    [Fact]
    public async Task An_instance_that_does_not_answer_does_not_keep_the_receipts_of_others()
    {
        await using var cluster = await StartAsync(TimeSpan.FromMilliseconds(100));
        var gate = new TaskCompletionSource();
        cluster.Store.BeforeLookUp = () => gate.Task;

        var receipts = await cluster.Grains.GetGrain<IIngestGrain>(0).PushAsync([Part(_silent, 1), Part(_known, 2), Part(_silent, 3)], Acknowledgement.Accepted);

        Assert.Equal(1, receipts[1].Receipt?.Accepted);
        Assert.All([receipts[0], receipts[2]], receipt => Assert.IsType<DurabilityUnknownException>(receipt.Fault));
        Assert.All([receipts[0], receipts[2]], receipt => Assert.Equal(_silent, receipt.InstanceId));
        gate.SetResult();
    }

    [Fact]
    public async Task Pushes_that_wait_do_not_hold_up_others()
    {
        await using var cluster = await StartAsync(TimeSpan.FromSeconds(20));
        var gate = new TaskCompletionSource();
        cluster.Store.BeforeLookUp = () => gate.Task;
        var ingest = cluster.Grains.GetGrain<IIngestGrain>(0);

        // More than there are workers.
        var waiting = Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(second => ingest.PushAsync([Part(_silent, second)], Acknowledgement.Accepted)).ToList();
        var receipts = await ingest.PushAsync([Part(_known, 1)], Acknowledgement.Accepted).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(1, receipts[0].Receipt?.Accepted);
        Assert.DoesNotContain(waiting, push => push.IsCompleted);
        gate.SetResult();
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(1, answer[0].Receipt?.Accepted));
    }

    [Fact]
    public async Task A_part_without_samples_costs_only_itself()
    {
        await using var cluster = await MetricsCluster.StartAsync();

        var receipts = await cluster.Grains.GetGrain<IIngestGrain>(0).PushAsync(
            [new(_silent, null!), Part(_known, 1), new(_silent, new SampleBatch { Samples = null! })], Acknowledgement.Durable);

        Assert.Equal(1, receipts[1].Receipt?.Durable);
        Assert.All([receipts[0], receipts[2]], receipt => Assert.Equal("samples", Assert.IsType<InvalidRequestException>(receipt.Fault).Field));
    }

    [Fact]
    public async Task A_push_that_no_instance_is_asked_for_is_counted_once()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var meters = cluster.Service<IMeterFactory>();
        var refused = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, of) =>
        {
            if (instrument.Name == "launchstack.pushes.refused" && instrument.Meter.Scope == meters)
            {
                of.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, pushes, tags, _) => Interlocked.Add(ref refused, tags.ToArray().Contains(new("reason", "invalid")) ? pushes : 100));
        listener.Start();
        var ingest = cluster.Grains.GetGrain<IIngestGrain>(0);

        await Assert.ThrowsAsync<InvalidRequestException>(() => ingest.PushAsync([new(_known, Samples.Batch(Samples.Series(PushLimits.MaxSamples + 1)))], Acknowledgement.Accepted));
        await Assert.ThrowsAsync<InvalidRequestException>(() => ingest.PushAsync([null!], Acknowledgement.Accepted));

        Assert.Equal(2, Volatile.Read(ref refused));
    }

    [Fact]
    public async Task Instances_that_become_active_cost_no_read_of_the_database_where_they_register_themselves()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var parts = Enumerable.Range(0, 1_000).Select(second => Part(Guid.NewGuid(), second)).ToList();

        var receipts = await cluster.Grains.GetGrain<IIngestGrain>(0).PushAsync(parts, Acknowledgement.Durable);

        Assert.All(receipts, receipt => Assert.Equal(1, receipt.Receipt?.Durable));
        Assert.Equal(0, cluster.Store.Reads);
    }

    [Fact]
    public async Task Parts_of_one_instance_are_taken_in_their_order_whether_its_grain_is_in_memory_or_not()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var ingest = cluster.Grains.GetGrain<IIngestGrain>(0);
        for (var second = 1; second <= 3; second++)
        {
            var receipts = await ingest.PushAsync([Part(_known, second), Part(_silent, second), Part(_known, second)], Acknowledgement.Durable);

            Assert.Equal([(1, 0), (1, 0), (0, 1)], receipts.Select(receipt => (receipt.Receipt!.Durable, receipt.Receipt.Duplicates)));
        }
    }

    [Fact]
    public async Task What_the_ingest_grain_takes_is_there_when_the_instance_is_asked_and_goes_to_the_writer_with_its_grain()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var ingest = cluster.Grains.GetGrain<IIngestGrain>(0);
        for (var second = 1; second <= 3; second++)
        {
            await ingest.PushAsync([Part(_known, second)], Acknowledgement.Accepted);
            Assert.Equal(second, (await cluster.Query(_known).GetRecentAsync(10)).Items.Count);
        }

        await cluster.Silos.DeactivateAsync(cluster.Instance(_known));
        await cluster.UntilStoredAsync(_known, 3);
    }

    private static InstanceBatch Part(Guid id, int second) => new(id, Samples.Batch(Samples.At(Samples.Now.AddSeconds(-second))));

    /// <summary>A cluster where an instance that is not known yet is looked up.</summary>
    private async Task<MetricsCluster> StartAsync(TimeSpan durableTimeout)
    {
        var cluster = await MetricsCluster.StartAsync(options =>
        {
            options.AutoRegisterInstances = false;
            options.DurableTimeout = durableTimeout;
        });
        await cluster.Store.RegisterInstancesAsync([_known, _silent], CancellationToken.None);
        await cluster.Instance(_known).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Accepted);
        return cluster;
    }
}
