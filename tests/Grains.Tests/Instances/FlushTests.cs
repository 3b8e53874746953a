using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

public sealed class FlushTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task Samples_are_flushed_by_the_timer_that_the_first_one_armed()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.FlushInterval = TimeSpan.FromMilliseconds(200));

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(3)), Acknowledgement.Accepted);

        Assert.Equal((3, 0, 0), (receipt.Accepted, receipt.Durable, receipt.Duplicates));
        await cluster.UntilStoredAsync(_id, 3);
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Accepted);
        await cluster.UntilStoredAsync(_id, 4);
    }

    [Fact]
    public async Task A_full_buffer_is_flushed_without_waiting_for_the_timer()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.FlushSize = 10);

        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(9)), Acknowledgement.Accepted);
        Assert.Equal(0, await cluster.StoredAsync(_id));
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Accepted);

        await cluster.UntilStoredAsync(_id, 10);
    }

    [Fact]
    public async Task A_deactivated_instance_hands_its_buffer_over()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(5)), Acknowledgement.Accepted);

        await cluster.Silos.DeactivateAsync(cluster.Instance(_id));

        await cluster.UntilStoredAsync(_id, 5);
    }

    [Fact]
    public async Task A_stopping_silo_commits_every_buffer_before_it_is_gone()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var ids = Enumerable.Range(0, 500).Select(_ => Guid.NewGuid()).ToList();
        foreach (var chunk in ids.Chunk(100))
        {
            await Task.WhenAll(chunk.Select(id => cluster.Instance(id).PushAsync(Samples.Batch(Samples.Series(2)), Acknowledgement.Accepted)));
        }

        Assert.Equal(1_000, await cluster.StopAndCountAsync(ids));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_push_that_comes_while_the_silo_stops_is_stored_or_not_accepted(bool withOthers)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var ids = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()).ToList();
        using var stopped = new CancellationTokenSource();
        var pushing = ids.Select(id => Task.Run(() => PushUntilRefusedAsync(cluster, id, withOthers, stopped.Token))).ToList();
        await Deadline.UntilAsync(async () => (await cluster.Query(ids[0]).GetRecentAsync(100)).Items.Count > 50, "pushes under way");

        // What is accepted while grains leave is in buffers that only the writer's drain, after them, can commit.
        var stored = await cluster.StopAndCountAsync(ids);
        await stopped.CancelAsync();

        Assert.Equal((await Task.WhenAll(pushing)).Sum(), stored);
    }

    [Fact]
    public async Task A_flush_returns_when_everything_accepted_before_it_is_durable()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(7)), Acknowledgement.Accepted);

        await cluster.Instance(_id).FlushAsync();

        Assert.Equal(7, await cluster.StoredAsync(_id));
        Assert.Empty((await cluster.Instance(_id).GetTailAsync()).Samples);
    }

    [Fact]
    public async Task The_tail_is_empty_again_once_everything_is_durable()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.FlushInterval = TimeSpan.FromMilliseconds(100));
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(3)), Acknowledgement.Accepted);
        Assert.Equal(3, (await cluster.Instance(_id).GetTailAsync()).Samples.Count);

        await Deadline.UntilAsync(async () => (await cluster.Instance(_id).GetTailAsync()).Samples.Count == 0, "an empty tail");
        Assert.Equal(3, await cluster.StoredAsync(_id));
    }

    /// <summary>Pushes from within the silo, whose gateway closes first, and counts what was accepted.</summary>
    private static async Task<int> PushUntilRefusedAsync(MetricsCluster cluster, Guid id, bool withOthers, CancellationToken stopped)
    {
        var grain = cluster.InSilo.GetGrain<IInstanceGrain>(id);
        var ingest = cluster.InSilo.GetGrain<IIngestGrain>(0);
        var accepted = 0;
        try
        {
            for (var index = 0; ; index++)
            {
                var batch = Samples.Batch(Samples.At(Samples.Now.AddMilliseconds(index - 60_000)));
                var receipt = withOthers
                    ? (await ingest.PushAsync([new InstanceBatch(id, batch)], Acknowledgement.Accepted, CancellationToken.None).WaitAsync(stopped))[0].Receipt
                    : await grain.PushAsync(batch, Acknowledgement.Accepted, CancellationToken.None).WaitAsync(stopped);
                if (receipt is null)
                {
                    return accepted;
                }

                accepted += receipt.Accepted;
                if (index % 50 == 0)
                {
                    // Keeps the pushes from outrunning the database, which would refuse them.
                    await grain.FlushAsync(CancellationToken.None).WaitAsync(stopped);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or OrleansException or ObjectDisposedException or InvalidOperationException or OverloadedException)
        {
            return accepted;
        }
    }
}
