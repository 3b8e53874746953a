using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class CrashTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readings_are_stored_once_and_add_up_when_the_server_crashes_under_a_writer_that_tries_again()
    {
        await using var server = await PostgresServer.StartOwnAsync();
        TierReport.Ran(Tier.Postgres);
        await using var place = new PostgresPlace(await PostgresDatabase.CreateAsync(server), TierChoice.Postgres, owned: true);
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        var written = 0;
        var writing = Task.Run(
            async () =>
            {
                for (; written < 600; written++)
                {
                    await WriteAsync(store, id, written);
                }
            },
            Cancel);
        foreach (var when in (int[])[50, 300])
        {
            await Deadline.UntilAsync(() => Volatile.Read(ref written) >= when, $"{when} readings are written");
            await server.CrashAsync();
            await server.StartAsync();
        }

        await writing;
        Assert.Equal((5990m, 600L), await place.TotalAsync(id));
    }

    [Fact]
    public async Task A_deletion_goes_on_where_it_was_when_the_server_crashes_under_it()
    {
        await using var server = await PostgresServer.StartOwnAsync();
        TierReport.Ran(Tier.Postgres);
        await using var place = new PostgresPlace(await PostgresDatabase.CreateAsync(server), TierChoice.Postgres, owned: true);
        var store = await place.StoreAsync();
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        await store.RegisterInstancesAsync([id, other], Cancel);
        foreach (var each in (Guid[])[id, other])
        {
            await place.ExecuteAsync(
                "INSERT INTO resource_usage (id, instance_id, timestamp) SELECT launchstack_sample_id($1, t), $1, t FROM generate_series($2 - INTERVAL '200 days', $2, INTERVAL '6 hours') AS t",
                each,
                Noon.UtcDateTime);
        }

        var deleting = Task.Run(() => Deadline.UntilAsync(async () => await store.DeleteInstanceAsync(id, Cancel), "the deletion comes to its end"), Cancel);
        foreach (var left in (long[])[700, 400])
        {
            var rows = long.MaxValue;
            await Deadline.UntilAsync(async () => (rows = (await place.TotalAsync(id)).Rows) <= left, $"{left} rows are left");
            Assert.NotEqual(0, rows);
            await server.CrashAsync();
            await server.StartAsync();
        }

        await deleting;
        Assert.Equal((0L, 801L), ((await place.TotalAsync(id)).Rows, (await place.TotalAsync(other)).Rows));
        await Deadline.UntilAsync(async () => (await store.FindInstancesAsync([id, other], Cancel)).SetEquals([other]), "a connection of before the crash is replaced");
    }

    private static async Task WriteAsync(ISampleStore store, Guid id, int number)
    {
        var sample = new Sample(Noon.AddSeconds(number), 1, 2, 3, 1000 + (10 * number), 0);
        await Deadline.UntilAsync(
            async () =>
            {
                var outcomes = await store.AppendAsync(
                    [new AppendSample(id, new PendingSample(sample, new CounterKey("", DateTimeOffset.UnixEpoch)))], Cancel);
                return outcomes is [AppendOutcome.Stored or AppendOutcome.Duplicate];
            },
            "the reading is durable");
    }
}
