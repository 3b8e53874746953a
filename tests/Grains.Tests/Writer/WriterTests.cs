using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Writer;

public sealed class WriterTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task Batches_of_many_instances_are_committed_together()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        cluster.Store.Hold();
        var pushes = Enumerable.Range(0, 50)
            .Select(_ => cluster.Instance(Guid.NewGuid()).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Durable))
            .ToList();

        cluster.Store.Release();
        await Task.WhenAll(pushes);

        Assert.Equal(50, cluster.Store.Commits.Sum());
        Assert.InRange(cluster.Store.Commits.Count, 1, 25);
    }

    [Fact]
    public async Task What_is_in_buffers_is_committed_ahead_of_a_stop_while_its_grains_are_still_there()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var ids = Enumerable.Range(0, 50).Select(_ => Guid.NewGuid()).ToArray();
        await Task.WhenAll(ids.Select(id => cluster.Instance(id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Accepted)));
        Assert.Equal(0, cluster.Store.Commits.Sum());

        await cluster.Service<SampleWriter>().CommitAheadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(50, cluster.Store.Commits.Sum());
        Assert.Equal(50, cluster.Service<PresentInstances>().Active);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_tried_until_it_does()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        cluster.Store.FailNext(3);

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(2)), Acknowledgement.Durable);

        Assert.Equal(2, receipt.Durable);
        Assert.Equal(2, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task A_poisonous_sample_is_isolated_and_its_neighbours_are_committed()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var series = Samples.Series(9);
        cluster.Store.Poison = sample => sample.Pending.Sample.Timestamp == series[4].Timestamp;

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(series), Acknowledgement.Durable);

        Assert.Equal(8, receipt.Durable);
        Assert.Equal(4, Assert.Single(receipt.Rejected).Index);
        Assert.Equal(8, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task What_takes_the_database_too_long_at_once_is_committed_in_smaller_transactions_and_in_order()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        cluster.Store.InTime = 3;
        var readings = Enumerable.Range(0, 20).Select(index => Samples.At(Samples.Now.AddSeconds(index - 30), index == 12 ? 5 : 1_000 + index)).ToArray();

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Readings("c", readings), Acknowledgement.Durable);

        Assert.Equal(20, receipt.Durable);
        Assert.All(cluster.Store.Commits, count => Assert.InRange(count, 1, 3));
        var stored = await cluster.Store.RecentAsync(_id, 100, null, CancellationToken.None);
        Assert.Equal(11 + 5 + (1_013 - 5) + 6, stored.Sum(row => row.Sample.NetworkIn));
    }

    [Fact]
    public async Task An_instance_deleted_since_it_was_registered_is_registered_anew()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(1)), Acknowledgement.Durable);
        await cluster.DeleteInstanceAsync(_id);

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Durable);

        Assert.Equal(1, receipt.Durable);
        Assert.Equal(1, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task Counters_pushed_concurrently_and_out_of_order_add_up_to_the_byte()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.FlushSize = 7);
        var readings = Enumerable.Range(0, 200).Select(index => Samples.At(Samples.Now.AddSeconds(index - 300), 1_000 + (index * 37L))).ToArray();
        Random.Shared.Shuffle(readings.AsSpan(1));
        await cluster.Instance(_id).PushAsync(Samples.Readings("c1", readings[0]), Acknowledgement.Durable);

        await Task.WhenAll(readings.Skip(1).Chunk(5).Select(chunk =>
            cluster.Instance(_id).PushAsync(Samples.Readings("c1", chunk), Acknowledgement.Accepted)));
        await cluster.Instance(_id).FlushAsync();

        var stored = await cluster.Store.RecentAsync(_id, 1_000, null, CancellationToken.None);
        Assert.Equal(200, stored.Count);
        Assert.Equal(199 * 37L, stored.Sum(row => row.Sample.NetworkIn));
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_silos_stop_is_tried_again_like_any_failure()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        cluster.Store.Failure = () => new TaskCanceledException("cancelled by a test");
        cluster.Store.FailNext(2);

        var receipt = await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(2)), Acknowledgement.Durable);

        Assert.Equal(2, receipt.Durable);
    }

    [Fact]
    public async Task Trouble_that_lasts_is_reported_until_it_is_over()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var health = cluster.Service<IWriterHealth>();
        cluster.Store.FailNext(int.MaxValue);
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(1)), Acknowledgement.Accepted);
        Assert.Null(health.Trouble);
        var flushing = cluster.Instance(_id).FlushAsync();

        await Deadline.UntilAsync(() => health.Trouble is not null, "trouble to be reported");
        cluster.Store.FailNext(0);
        await Deadline.UntilAsync(() => health.Trouble is null, "trouble to be over");

        await Task.WhenAny(flushing);
        await cluster.UntilStoredAsync(_id, 1);
    }

    [Fact]
    public async Task A_lane_that_commits_nothing_is_in_trouble_whatever_the_others_commit()
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.WriterLanes = 2);
        var health = cluster.Service<IWriterHealth>();
        var neighbour = Enumerable.Range(0, 1_000).Select(_ => Guid.NewGuid()).First(id => (uint)id.GetHashCode() % 2 != (uint)_id.GetHashCode() % 2);
        var isStuck = true;
        cluster.Store.BeforeAppend = samples => isStuck && samples.Any(sample => sample.InstanceId == _id)
            ? throw new StoreUnavailableException("held back by a test")
            : Task.CompletedTask;
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.Series(1)), Acknowledgement.Accepted);
        var flushing = cluster.Instance(_id).FlushAsync();

        var commits = 0;
        await Deadline.UntilAsync(
            async () =>
            {
                var sample = Samples.At(Samples.Now.AddMilliseconds(-++commits));
                await cluster.Instance(neighbour).PushAsync(Samples.Batch(sample), Acknowledgement.Durable);
                return health.Trouble is not null;
            },
            "trouble to be reported beside the neighbour's commits");
        Assert.Contains("held back by a test", health.Trouble, StringComparison.Ordinal);
        Assert.Equal(commits, await cluster.StoredAsync(neighbour));

        isStuck = false;
        await Deadline.UntilAsync(() => health.Trouble is null, "trouble to be over");
        await Task.WhenAny(flushing);
        await cluster.UntilStoredAsync(_id, 1);
    }
}
