namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// Maintenance once per cluster.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task A_task_runs_once_however_many_silos_offer_themselves_at_once_and_shows_its_last_run()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(place.StoreAsync));
        var runs = (await Task.WhenAll(stores.Select((store, silo) => store.MaintainAsync($"silo {silo}", Cancel)))).SelectMany(all => all).ToList();
        Assert.NotEmpty(runs);
        Assert.Equal(runs.Select(run => run.Task).Distinct().Count(), runs.Count);
        Assert.All(runs, run => Assert.Null(run.Error));
        Assert.Equal(runs.OrderBy(run => run.Task, StringComparer.Ordinal), await stores[0].MaintenanceRunsAsync(Cancel));
    }

    [Fact]
    public async Task Another_silo_takes_a_task_over_when_the_lease_of_a_dead_one_has_run_out_and_not_before()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        await store.MaintainAsync("dead", Cancel);

        // As a silo leaves it that died at work.
        await place.ExecuteAsync("UPDATE launchstack_maintenance SET finished_at = NULL, leased_until = now() + INTERVAL '1 minute'");
        Assert.Empty(await store.MaintainAsync("alive", Cancel));
        await place.ExecuteAsync("UPDATE launchstack_maintenance SET leased_until = now() - INTERVAL '1 second'");
        var runs = await store.MaintainAsync("alive", Cancel);
        Assert.Equal((await store.MaintenanceRunsAsync(Cancel)).Select(run => run.Task), runs.Select(run => run.Task).Order(StringComparer.Ordinal));
        Assert.All(runs, run => Assert.Equal("alive", run.Runner));
    }

    [Fact]
    public async Task A_task_that_fails_says_why_leaves_the_others_alone_and_is_tried_again()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        await place.ExecuteAsync("ALTER FUNCTION launchstack_purge() RENAME TO launchstack_purge_hidden");
        var failed = await store.MaintainAsync("tests", Cancel);
        Assert.StartsWith("42883: ", Assert.Single(failed, run => run.Task == "purge").Error, StringComparison.Ordinal);
        Assert.Null(Assert.Single(failed, run => run.Task == "expire").Error);
        await place.ExecuteAsync("ALTER FUNCTION launchstack_purge_hidden() RENAME TO launchstack_purge");
        Assert.DoesNotContain(await store.MaintainAsync("tests", Cancel), run => run.Task == "purge");
        await place.ExecuteAsync("UPDATE launchstack_maintenance SET leased_until = now() - INTERVAL '1 second' WHERE task = 'purge'");
        Assert.Null(Assert.Single(await store.MaintainAsync("tests", Cancel), run => run.Task == "purge").Error);
    }

    [Fact]
    public async Task A_task_that_failed_counts_as_failed_until_it_succeeds_and_its_last_success_is_remembered()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        await store.MaintainAsync("tests", Cancel);
        Assert.False((await PurgeAsync()).HasFailed);

        await place.ExecuteAsync("ALTER FUNCTION launchstack_purge() RENAME TO launchstack_purge_hidden");
        await place.ExecuteAsync("UPDATE launchstack_maintenance SET started_at = started_at - INTERVAL '1 hour', succeeded_at = succeeded_at - INTERVAL '1 hour'");
        await store.MaintainAsync("tests", Cancel);
        Assert.True((await PurgeAsync()).HasFailed);
        Assert.InRange((await PurgeAsync()).SinceSuccess, TimeSpan.FromHours(1), TimeSpan.FromHours(2));

        // As it is while it runs again.
        await place.ExecuteAsync("UPDATE launchstack_maintenance SET finished_at = NULL, error = NULL, leased_until = now() WHERE task = 'purge'");
        Assert.True((await PurgeAsync()).HasFailed);

        await place.ExecuteAsync("ALTER FUNCTION launchstack_purge_hidden() RENAME TO launchstack_purge");
        await store.MaintainAsync("tests", Cancel);
        Assert.False((await PurgeAsync()).HasFailed);
        Assert.InRange((await PurgeAsync()).SinceSuccess, TimeSpan.Zero, TimeSpan.FromMinutes(5));

        async Task<StoreTask> PurgeAsync() => Assert.Single((await store.ConditionAsync(Cancel)).Tasks, task => task.Name == "purge");
    }
}
