using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Writer;

public sealed class LateTests
{
    private static readonly Guid Tardy = Guid.NewGuid();
    private static readonly Guid Prompt = Guid.NewGuid();
    private static readonly DateTimeOffset Before = Samples.Now.AddDays(-5);

    [Fact]
    public async Task Current_samples_do_not_wait_for_late_ones_not_even_for_those_of_their_own_instance()
    {
        await using var cluster = await StartAsync();
        var gate = new TaskCompletionSource();
        cluster.Store.BeforeAppend = samples => samples.Any(IsLate) ? gate.Task : Task.CompletedTask;

        var late = cluster.Instance(Tardy).PushAsync(Samples.Batch(Samples.At(Before), Samples.At(Samples.Now)), Acknowledgement.Durable);
        var receipt = await cluster.Instance(Prompt).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Durable);
        Assert.Equal(1, receipt.Durable);
        await cluster.UntilStoredAsync(Tardy, 1);
        Assert.False(late.IsCompleted);

        gate.SetResult();
        Assert.Equal(2, (await late).Durable);
        Assert.Equal(2, await cluster.StoredAsync(Tardy));
    }

    [Fact]
    public async Task Each_day_of_late_samples_has_a_transaction_of_its_own()
    {
        await using var cluster = await StartAsync();
        var days = new List<int>();
        cluster.Store.BeforeAppend = samples =>
        {
            days.Add(samples.Select(sample => sample.Pending.Sample.Timestamp.UtcDateTime.Date).Distinct().Count());
            return Task.CompletedTask;
        };
        var samples = Enumerable.Range(0, 30).Select(index => Samples.At(Before.AddHours(3 * index))).ToArray();
        Random.Shared.Shuffle(samples);

        var receipt = await cluster.Instance(Tardy).PushAsync(Samples.Batch(samples), Acknowledgement.Durable);

        Assert.Equal(30, receipt.Durable);
        Assert.InRange(days.Count, 4, 5);
        Assert.All(days, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Readings_behind_late_ones_wait_for_them_so_that_a_reset_among_these_is_counted()
    {
        await using var cluster = await StartAsync();
        var gate = new TaskCompletionSource();
        cluster.Store.BeforeAppend = samples => samples.Any(IsLate) ? gate.Task : Task.CompletedTask;
        var instance = cluster.Instance(Tardy);

        await instance.PushAsync(Samples.Readings("c", Samples.At(Before, 1_000), Samples.At(Before.AddHours(1), 1_700), Samples.At(Before.AddHours(2), 40)), Acknowledgement.Accepted);
        await instance.GetDurabilityAsync(handOver: true);
        await instance.PushAsync(Samples.Readings("c", Samples.At(Samples.Now, 90)), Acknowledgement.Accepted);
        await instance.GetDurabilityAsync(handOver: true);
        await cluster.Instance(Prompt).PushAsync(Samples.Batch(Samples.At(Samples.Now)), Acknowledgement.Durable);
        Assert.Equal(0, await cluster.StoredAsync(Tardy));

        gate.SetResult();
        await cluster.UntilStoredAsync(Tardy, 4);
        var stored = await cluster.Store.RecentAsync(Tardy, 10, null, CancellationToken.None);
        Assert.Equal([50, 40, 700, 0], stored.Select(row => row.Sample.NetworkIn));

        // And then the lane is theirs again.
        cluster.Store.LateAfter = TimeSpan.FromDays(20);
        Assert.Equal(1, (await instance.PushAsync(Samples.Readings("c", Samples.At(Samples.Now.AddSeconds(1), 95)), Acknowledgement.Durable)).Durable);
    }

    [Fact]
    public async Task A_late_sample_that_cannot_be_stored_costs_only_itself()
    {
        await using var cluster = await StartAsync();
        cluster.Store.Poison = sample => sample.Pending.Sample.Timestamp == Before;

        var receipt = await cluster.Instance(Tardy).PushAsync(
            Samples.Batch(Samples.At(Samples.Now), Samples.At(Before), Samples.At(Before.AddHours(1))), Acknowledgement.Durable);

        Assert.Equal((2, 1), (receipt.Durable, Assert.Single(receipt.Rejected).Index));
    }

    [Fact]
    public async Task A_stop_commits_late_samples_as_well()
    {
        await using var cluster = await StartAsync();
        await cluster.Instance(Tardy).PushAsync(Samples.Batch(Samples.At(Before), Samples.At(Samples.Now)), Acknowledgement.Accepted);

        Assert.Equal(2, await cluster.StopAndCountAsync([Tardy]));
    }

    [Fact]
    public async Task The_store_is_told_when_no_more_late_samples_wait_and_not_between_two_batches_of_them()
    {
        await using var cluster = await StartAsync();
        var gate = new TaskCompletionSource();
        var settlements = new ConcurrentQueue<int>();
        cluster.Store.BeforeAppend = samples =>
        {
            settlements.Enqueue(cluster.Store.LateSettlements);
            return gate.Task;
        };

        var first = cluster.Instance(Tardy).PushAsync(Samples.Batch(Samples.At(Before)), Acknowledgement.Durable);
        await Deadline.UntilAsync(() => settlements.Count == 1, "the first batch is being committed");
        var second = cluster.Instance(Prompt).PushAsync(Samples.Batch(Samples.At(Before)), Acknowledgement.Durable);
        await Deadline.UntilAsync(() => cluster.Service<WriterQueue>().Late.TryPeek(out _), "the second one waits");
        gate.SetResult();
        await Task.WhenAll(first, second);

        await Deadline.UntilAsync(() => cluster.Store.LateSettlements == 1, "the store is told");
        Assert.Equal([0, 0], settlements);
    }

    [Fact]
    public async Task The_store_is_told_how_many_late_samples_of_a_day_there_are_however_many_go_at_once()
    {
        await using var cluster = await StartAsync();
        cluster.Store.InTime = 10;
        var samples = Enumerable.Range(0, 60).Select(index => Samples.At(Before.AddSeconds(index))).ToArray();

        var receipt = await cluster.Instance(Tardy).PushAsync(Samples.Batch(samples), Acknowledgement.Durable);

        Assert.Equal(60, receipt.Durable);
        Assert.Equal([60], cluster.Store.Preparations);
        Assert.All(cluster.Store.Commits, count => Assert.InRange(count, 1, 10));
    }

    private static bool IsLate(Storage.AppendSample sample) => sample.Pending.Sample.Timestamp < Samples.Now.AddHours(-1);

    private static async Task<MetricsCluster> StartAsync()
    {
        var cluster = await MetricsCluster.StartAsync();
        cluster.Store.LateAfter = TimeSpan.FromHours(1);
        return cluster;
    }
}
