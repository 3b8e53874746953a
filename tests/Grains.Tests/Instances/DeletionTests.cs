using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

public sealed class DeletionTests
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly Guid _other = Guid.NewGuid();

    [Fact]
    public async Task Pushes_and_queries_are_refused_from_the_start_of_a_deletion_and_neighbours_go_on()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await PushAsync(cluster, _id, Acknowledgement.Durable);
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        cluster.Store.BeforeDeletion = () =>
        {
            begun.TrySetResult();
            return go.Task;
        };
        var deletion = cluster.Instance(_id).DeleteAsync();
        await begun.Task;

        await AssertUnknownAsync(cluster);
        Assert.Equal(1, (await PushAsync(cluster, _other, Acknowledgement.Durable)).Durable);
        go.SetResult();
        await deletion;
        await AssertUnknownAsync(cluster);
        Assert.Equal((0, 1), (await cluster.StoredAsync(_id), await cluster.StoredAsync(_other)));
    }

    [Fact]
    public async Task What_was_accepted_before_is_deleted_with_the_rest_and_not_counted_as_lost()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await PushAsync(cluster, _id, Acknowledgement.Accepted, samples: 5);
        await PushAsync(cluster, _other, Acknowledgement.Accepted, samples: 3);

        // Not registered before its first flush, and an instance all the same.
        await cluster.Instance(_id).DeleteAsync();
        await cluster.Instance(_other).FlushAsync();

        Assert.Equal((0, 3), (await cluster.StoredAsync(_id), await cluster.StoredAsync(_other)));
        var totals = Totals(cluster);
        Assert.Equal((8, 8, 0), (totals.Accepted, totals.Durable, totals.Dropped));
    }

    [Fact]
    public async Task Samples_that_meet_the_tombstone_in_the_writer_are_rejected_as_unknown_and_cost_their_neighbours_nothing()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await PushAsync(cluster, _id, Acknowledgement.Durable);
        cluster.Store.Hold();
        var first = PushAsync(cluster, _other, Acknowledgement.Durable, samples: 1);
        await Deadline.UntilAsync(() => Totals(cluster).Accepted == 2, "a commit to hold the lane");
        var late = PushAsync(cluster, _id, Acknowledgement.Durable, samples: 3);
        var neighbour = PushAsync(cluster, _other, Acknowledgement.Durable, samples: 2);
        await Deadline.UntilAsync(() => Totals(cluster).Accepted == 6, "both pushes to wait in the lane");

        // As another silo does.
        await cluster.Store.DeleteInstanceAsync(_id, CancellationToken.None);
        cluster.Store.Release();

        var receipt = await late;
        Assert.Equal((0, 0), (receipt.Accepted, receipt.Durable));
        Assert.Equal(
            Enumerable.Range(0, 3).Select(index => new RejectedSample(index, "instance_id", "is not a registered instance")), receipt.Rejected);
        Assert.Equal((1, 1), ((await first).Durable, (await neighbour).Durable));
        Assert.Equal(3, Totals(cluster).Dropped);
        Assert.Equal(0, await cluster.StoredAsync(_id));
    }

    [Fact]
    public async Task A_deletion_by_another_silo_is_learned_from_the_first_commit_and_costs_no_question_per_push_from_then_on()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await PushAsync(cluster, _id, Acknowledgement.Durable);
        await cluster.Store.DeleteInstanceAsync(_id, CancellationToken.None);

        Assert.Equal(2, (await PushAsync(cluster, _id, Acknowledgement.Durable, samples: 2)).Rejected.Count);
        var (lookUps, lists) = (cluster.Store.LookUps, cluster.Store.Lists);
        for (var push = 0; push < 10; push++)
        {
            await Assert.ThrowsAsync<UnknownInstanceException>(() => PushAsync(cluster, _id, Acknowledgement.Accepted));
        }

        Assert.Equal((lookUps, lists), (cluster.Store.LookUps, cluster.Store.Lists));
        Assert.Equal(2, Totals(cluster).Dropped);
    }

    [Fact]
    public async Task An_instance_that_is_created_again_takes_pushes_at_once_and_has_no_settings_of_its_life_before()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await PushAsync(cluster, _id, Acknowledgement.Durable);
        var settings = cluster.Grains.GetGrain<IInstanceSettingsGrain>(_id);
        await settings.SetAsync(new() { Labels = new Dictionary<string, string> { ["team"] = "blue" }, FlushInterval = TimeSpan.FromSeconds(1) });
        await cluster.Instance(_id).DeleteAsync();
        Assert.Empty((await settings.GetAsync()).Labels);
        Assert.Empty((await cluster.Grains.GetGrain<IFlushIntervalsGrain>(IFlushIntervalsGrain.Key).GetAsync(-1))!.Intervals);

        var created = await cluster.Instance(_id).CreateAsync("web-1");

        Assert.Equal((_id, "web-1"), (created.Id, created.Name));
        Assert.Equal(created, await cluster.Grains.GetGrain<IFleetQueryGrain>(0).GetInstanceAsync(_id));
        Assert.Null(await cluster.Query(_id).GetLatestAsync());
        Assert.Equal(1, (await PushAsync(cluster, _id, Acknowledgement.Durable)).Durable);
        await cluster.Silos.DeactivateAsync(settings);
        Assert.Equivalent(new InstanceSettings(), await settings.GetAsync());
    }

    [Fact]
    public async Task Creating_an_instance_that_is_there_is_a_conflict()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).CreateAsync("");

        var conflict = await Assert.ThrowsAsync<ConflictException>(() => cluster.Instance(_id).CreateAsync("other"));

        Assert.Equal($"instance {_id} exists already", conflict.Message);
    }

    [Theory]
    [InlineData(256, 'x')]
    [InlineData(1, '\0')]
    public async Task A_name_that_breaks_its_rule_is_refused(int length, char character)
    {
        await using var cluster = await MetricsCluster.StartAsync();

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Instance(_id).CreateAsync(new string(character, length)));

        Assert.Equal("name", refused.Field);
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_said_and_keeps_nobody_from_pushing()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Instance(_id).DeleteAsync());

        Assert.Equal(1, (await PushAsync(cluster, _id, Acknowledgement.Durable)).Durable);
        await Task.WhenAll(cluster.Instance(_id).DeleteAsync(), cluster.Instance(_id).DeleteAsync());
        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Instance(_id).DeleteAsync());
    }

    [Fact]
    public async Task A_deletion_that_the_database_does_not_answer_leaves_the_instance_and_can_be_repeated()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await PushAsync(cluster, _id, Acknowledgement.Durable);
        cluster.Store.BeforeDeletion = () => throw new StoreUnavailableException("held back by a test");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => cluster.Instance(_id).DeleteAsync());
        Assert.Equal(1, (await PushAsync(cluster, _id, Acknowledgement.Durable, samples: 2)).Durable);

        cluster.Store.BeforeDeletion = () => Task.CompletedTask;
        await cluster.Instance(_id).DeleteAsync();

        await AssertUnknownAsync(cluster);
        Assert.Equal(0, await cluster.StoredAsync(_id));
    }

    private static Task<PushReceipt> PushAsync(MetricsCluster cluster, Guid id, Acknowledgement acknowledgement, int samples = 1) =>
        cluster.Instance(id).PushAsync(Samples.Batch(Samples.Series(samples)), acknowledgement);

    private static ISampleTotals Totals(MetricsCluster cluster) => cluster.Service<ISampleTotals>();

    private async Task AssertUnknownAsync(MetricsCluster cluster)
    {
        foreach (var acknowledgement in Enum.GetValues<Acknowledgement>())
        {
            Assert.Equal(_id, (await Assert.ThrowsAsync<UnknownInstanceException>(() => PushAsync(cluster, _id, acknowledgement))).InstanceId);
        }

        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Instance(_id).RenameAsync("late"));
        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Query(_id).GetRecentAsync(1));
        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Query(_id).GetHourlyAsync(Samples.Now.AddDays(-1), Samples.Now));
    }
}
