using LaunchStack.Metrics.Cli.Load.Sending;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Load;

public sealed class LoadRunTests
{
    private static readonly LoadPlan Plan = new(
        7, 5, 2, NetworkMode.Delta, Timestamps.Floor(TimeProvider.System.GetUtcNow()), TimeSpan.FromMicroseconds(1));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agents_share_the_instances_and_send_each_batch_of_the_plan_once()
    {
        var fleet = new LoadFleet(Plan);
        FakeTarget[] targets = [new(), new()];
        var run = new LoadRun(fleet, new LoadPace(new LoadRate(2_000), TimeSpan.FromMilliseconds(22)), targets, TimeProvider.System);

        await run.RunAsync(Cancelled);

        Assert.Equal((22, 44, true), (run.Batches, run.Sent, run.IsSettled));
        for (var instance = 0; instance < Plan.Instances; instance++)
        {
            var batches = targets[instance % 2].Added.Where(added => added.InstanceId == fleet.IdOf(instance)).SelectMany(added => added.Batch.Samples);
            Assert.Equal(Enumerable.Range(0, (int)Plan.SamplesOf(instance, 22)).Select(number => fleet.StoredOf(instance, number)), batches);
        }

        Assert.Equal(22, targets.Sum(target => target.Added.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task However_different_their_pace_agents_end_at_the_same_batch(bool stopped)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        FakeTarget[] targets = [new(), new(held: true)];
        var run = new LoadRun(new LoadFleet(Plan), new LoadPace(default, TimeSpan.FromMilliseconds(stopped ? 60_000 : 20)), targets, TimeProvider.System);
        var running = run.RunAsync(stop.Token);

        await Testing.Deadline.UntilAsync(() => run.Sent > 100, "the free agent sends");
        if (stopped)
        {
            await stop.CancelAsync();
        }

        targets[1].Open();
        await running;

        Assert.Equal(run.Batches, targets.Sum(target => target.Added.Count));
        Assert.Equal(run.Batches * Plan.Batch, run.Sent);
        Assert.Equal((true, stopped), (run.IsSettled, run.IsStopped));
    }

    [Fact]
    public async Task First_readings_are_durable_before_second_ones_are_sent()
    {
        var target = new FakeTarget();
        var run = new LoadRun(
            new LoadFleet(Plan with { Network = NetworkMode.Cumulative }), new LoadPace(new LoadRate(10_000), TimeSpan.FromMilliseconds(3)), [target], TimeProvider.System);

        await run.RunAsync(Cancelled);

        Assert.Equal([5, 15], target.SettledAt);
    }

    [Fact]
    public async Task Timestamps_never_run_out_of_the_accept_window()
    {
        var target = new FakeTarget();
        var run = new LoadRun(new LoadFleet(Plan with { Step = TimeSpan.FromMinutes(1) }), new LoadPace(default, TimeSpan.FromMinutes(1)), [target], TimeProvider.System);

        await run.RunAsync(Cancelled);

        Assert.Contains("shorter --step", run.Problem, StringComparison.Ordinal);
        Assert.Equal(3 * Plan.Instances, run.Batches);
    }
}
