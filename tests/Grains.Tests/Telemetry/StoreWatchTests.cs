using LaunchStack.Metrics.Grains.Telemetry;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Telemetry;

public sealed class StoreWatchTests
{
    [Fact]
    public async Task It_answers_at_once_asks_the_database_once_a_minute_and_keeps_what_it_knows_while_that_is_gone()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await Deadline.UntilAsync(async () => (await cluster.Store.ConditionAsync(CancellationToken.None)).Tasks.Count == 3, "all tasks have run");
        var time = new FakeTimeProvider();
        using var watch = new StoreWatch(cluster.Store, time, NullLogger<StoreWatch>.Instance);
        var looks = 0;
        var gate = new TaskCompletionSource();
        cluster.Store.BeforeCondition = async () =>
        {
            Interlocked.Increment(ref looks);
            await gate.Task;
        };
        Assert.Null(watch.Latest());
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(watch.Latest());
        gate.SetResult();
        await Deadline.UntilAsync(() => watch.Latest() is not null, "the first look ends");
        await Deadline.UntilAsync(() => Volatile.Read(ref looks) == 2, "one that is old is made again");
        await Deadline.UntilAsync(() => Age() < TimeSpan.FromMinutes(1), "the second look ends");

        var age = Age();
        cluster.Store.BeforeCondition = () =>
        {
            Interlocked.Increment(ref looks);
            throw new StoreUnavailableException("gone, by a test");
        };
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(age + TimeSpan.FromSeconds(59), Age());
        Assert.Equal(2, Volatile.Read(ref looks));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(age + TimeSpan.FromMinutes(1), Age());
        await Deadline.UntilAsync(() => Volatile.Read(ref looks) == 3, "it is tried again");
        Assert.Equal(age + TimeSpan.FromMinutes(1), Age());

        await watch.StopAsync();
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(age + TimeSpan.FromMinutes(61), Age());
        Assert.Equal(3, Volatile.Read(ref looks));

        TimeSpan Age() => watch.Latest()!.Tasks.Single(task => task.Name == "expire").SinceSuccess;
    }
}
