using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>Every query takes its turn. With no room to wait in, one that would have to wait is refused at once.</summary>
public sealed class QueryLimitTests
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task Lists_names_and_single_instances_take_turns()
    {
        await using var cluster = await StartAsync(concurrency: 1);
        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        Func<Task>[] questions =
        [
            () => fleet.GetInstanceAsync(_id),
            () => fleet.ListInstancesAsync(10),
            () => fleet.FindInstancesAsync("", 10),
            () => fleet.GetLatestAsync(10),
        ];
        foreach (var question in questions)
        {
            var held = Held(hook => cluster.Store.BeforeInstances = hook);
            var first = question();
            await held.Reached.Task;
            var faults = new List<Exception?>();
            foreach (var other in questions)
            {
                faults.Add(await Record.ExceptionAsync(other));
            }

            held.Gate.SetResult();
            await first;
            Assert.All(faults, fault => Assert.IsType<OverloadedException>(fault));
        }
    }

    [Fact]
    public async Task A_search_by_name_is_one_of_the_queries_that_read_much()
    {
        await using var cluster = await StartAsync(concurrency: 3);
        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        var held = Held(hook => cluster.Store.BeforeInstances = hook);
        var search = fleet.FindInstancesAsync("web", 10);
        await held.Reached.Task;

        var fault = await Record.ExceptionAsync(() => fleet.FindInstancesAsync("web", 10));
        Assert.Equal(_id, (await fleet.GetInstanceAsync(_id)).Id);
        Assert.Single((await fleet.ListInstancesAsync(10)).Items);

        held.Gate.SetResult();
        await search;
        Assert.IsType<OverloadedException>(fault);
    }

    [Fact]
    public async Task What_a_tail_needs_from_the_database_takes_a_turn()
    {
        await using var cluster = await StartAsync(concurrency: 1);
        var fleet = cluster.Grains.GetGrain<IFleetQueryGrain>(0);
        await cluster.Instance(_id).PushAsync(Samples.Readings("c1", Samples.At(Samples.Now, 5)), Acknowledgement.Accepted);
        foreach (var question in new Func<Task>[] { () => cluster.Query(_id).GetRecentAsync(10), () => fleet.GetLatestOfAsync([_id]) })
        {
            var held = Held(hook => cluster.Store.BeforeBaselines = hook);
            var first = question();
            await held.Reached.Task;
            var fault = await Record.ExceptionAsync(() => fleet.GetInstanceAsync(_id));
            held.Gate.SetResult();
            await first;
            Assert.IsType<OverloadedException>(fault);
        }
    }

    private async Task<MetricsCluster> StartAsync(int concurrency)
    {
        var cluster = await MetricsCluster.StartAsync(options => (options.QueryConcurrency, options.QueryQueue) = (concurrency, 0));
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddSeconds(-30))), Acknowledgement.Durable);
        return cluster;
    }

    /// <summary>Holds back the next call that a hook is for, and no other.</summary>
    private static (TaskCompletionSource Reached, TaskCompletionSource Gate) Held(Action<Func<Task>> set)
    {
        var (reached, gate) = (NewSource(), NewSource());
        set(() =>
        {
            set(() => Task.CompletedTask);
            reached.SetResult();
            return gate.Task;
        });
        return (reached, gate);

        static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
