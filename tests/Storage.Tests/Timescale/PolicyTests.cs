using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Timescale;

public sealed class PolicyTests(TimescaleFixture fixture) : IClassFixture<TimescaleFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Set_up_makes_the_guides_policies_and_those_of_the_aggregates_each_at_a_minute_of_its_own()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.StoreAsync();
        Assert.Equal(
            [
                "policy_compression resource_usage 1 day 7 days",
                "policy_compression resource_usage_daily 1 day 180 days",
                "policy_compression resource_usage_hourly 1 day 45 days",
                "policy_refresh_continuous_aggregate resource_usage_daily 01:00:00 32 days - 01:00:00",
                "policy_refresh_continuous_aggregate resource_usage_hourly 01:00:00 28 days - 01:00:00",
                "policy_retention resource_usage 1 day 30 days",
                "policy_retention resource_usage_daily 1 day 3650 days",
                "policy_retention resource_usage_hourly 1 day 400 days",
            ],
            await PoliciesAsync(place));
        var minutes = await place.QueryAsync(
            "SELECT extract(minute FROM initial_start AT TIME ZONE 'UTC'), extract(hour FROM initial_start AT TIME ZONE 'UTC') FROM timescaledb_information.jobs WHERE hypertable_name LIKE 'resource_usage%' AND fixed_schedule");
        Assert.Equal(8, minutes.Select(row => (row[0], row[1])).Distinct().Count());
    }

    [Fact]
    public async Task Set_up_again_leaves_policies_and_their_history_alone_and_a_paused_one_paused()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.StoreAsync();
        var paused = await Jobs.IdAsync(place, Jobs.Compression, "resource_usage");
        await place.ExecuteAsync($"SELECT alter_job({paused}, scheduled => false)");
        var before = await place.QueryAsync("SELECT job_id, next_start, scheduled FROM timescaledb_information.jobs WHERE job_id >= 1000 ORDER BY job_id");
        await (await place.StoreAsync()).OpenAsync(applySchema: true, Cancel);
        var after = await place.QueryAsync("SELECT job_id, next_start, scheduled FROM timescaledb_information.jobs WHERE job_id >= 1000 ORDER BY job_id");
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task A_changed_value_changes_its_policy_and_is_kept_by_those_who_set_nothing()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.StoreAsync();
        await using var changing = place.Create(With((nameof(Lifecycle.RawRetention), 40), (nameof(Lifecycle.CompressAfter), 3)));
        await changing.OpenAsync(applySchema: true, Cancel);
        var store = await place.StoreAsync();
        await store.OpenAsync(applySchema: true, Cancel);
        Assert.Equal((TimeSpan.FromDays(40), TimeSpan.FromDays(3)), (store.Lifecycle.RawRetention, store.Lifecycle.CompressAfter));
        var policies = await PoliciesAsync(place);
        Assert.Contains("policy_retention resource_usage 1 day 40 days", policies);
        Assert.Contains("policy_compression resource_usage 1 day 3 days", policies);
    }

    [Fact]
    public async Task A_policy_that_an_operator_has_changed_by_hand_counts_as_the_databases_value()
    {
        await using var place = await fixture.FreshPostgresAsync();
        var store = await place.StoreAsync();
        var retention = await Jobs.IdAsync(place, Jobs.Retention, "resource_usage");
        await place.ExecuteAsync($"SELECT alter_job({retention}, config => config || '{{\"drop_after\": \"2 months\"}}') FROM timescaledb_information.jobs WHERE job_id = {retention}");
        await store.OpenAsync(applySchema: true, Cancel);
        Assert.Equal(TimeSpan.FromDays(60), store.Lifecycle.RawRetention);

        // Below the refresh window a refresh would erase hours: refused by who sets up, by who only looks, and told by who is asked.
        await place.ExecuteAsync($"SELECT alter_job({retention}, config => config || '{{\"drop_after\": \"10 days\"}}') FROM timescaledb_information.jobs WHERE job_id = {retention}");
        foreach (var applySchema in (bool[])[true, false])
        {
            var error = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema, Cancel));
            Assert.StartsWith("Metrics:RawRetention is 10.00:00:00: must be at least 29.00:00:00, ", error.Message, StringComparison.Ordinal);
        }

        await using var mending = place.Create(With((nameof(Lifecycle.RawRetention), 30)));
        await mending.OpenAsync(applySchema: true, Cancel);
        Assert.Contains("policy_retention resource_usage 1 day 30 days", await PoliciesAsync(place));
    }

    [Fact]
    public async Task A_chain_that_would_lose_history_is_refused_before_anything_is_done()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await using var store = place.Create(With((nameof(Lifecycle.RawRetention), 20)));
        await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: true, Cancel));
        Assert.Empty(await place.QueryAsync("SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
        Assert.Empty(await place.QueryAsync("SELECT FROM pg_extension WHERE extname = 'timescaledb'"));
    }

    [Fact]
    public async Task A_window_that_would_reach_back_to_dropped_rows_is_refused_and_changes_nothing()
    {
        await using var place = await fixture.FreshPostgresAsync();
        var store = await place.StoreAsync();
        await Rows.AppendAsync(store, TimeSpan.FromDays(50), TimeSpan.FromHours(8));
        await place.ExecuteAsync("CALL refresh_continuous_aggregate('resource_usage_hourly', now() - INTERVAL '51 days', now() - INTERVAL '1 hour')");
        await Jobs.RunAsync(place, Jobs.Retention, "resource_usage");
        await using var widening = place.Create(With((nameof(Lifecycle.RawRetention), 60), (nameof(Lifecycle.RefreshWindow), 45), (nameof(Lifecycle.DailyRefreshWindow), 46), (nameof(Lifecycle.HourlyCompressAfter), 60)));
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => widening.OpenAsync(applySchema: true, Cancel));
        Assert.StartsWith("the refresh of resource_usage_hourly cannot reach back 45 days yet: rows of resource_usage before ", error.Message, StringComparison.Ordinal);
        Assert.Contains("policy_retention resource_usage 1 day 30 days", await PoliciesAsync(place));

        // The retention alone may grow at any time.
        await using var keeping = place.Create(With((nameof(Lifecycle.RawRetention), 60)));
        await keeping.OpenAsync(applySchema: true, Cancel);
    }

    [Fact]
    public async Task A_refresh_by_hand_without_a_start_breaks_the_chain()
    {
        await using var place = await fixture.FreshPostgresAsync();
        var store = await place.StoreAsync();
        await place.ExecuteAsync("SELECT remove_continuous_aggregate_policy('resource_usage_hourly')");
        await place.ExecuteAsync("SELECT add_continuous_aggregate_policy('resource_usage_hourly', NULL, INTERVAL '1 hour', INTERVAL '1 hour')");
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: false, Cancel));
        Assert.StartsWith("Metrics:RefreshWindow is 36500.00:00:00: must be from ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_accepts_later_samples_than_are_refreshed_does_not_start()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await using var store = place.Create(new PostgresStoreOptions { AcceptLate = TimeSpan.FromDays(28) });
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: true, Cancel));
        Assert.Contains("an hour more than AcceptLate (28.00:00:00)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compression_by_policy_keeps_every_row_and_answer()
    {
        await using var place = await fixture.FreshPostgresAsync();
        var store = await place.StoreAsync();
        var (id, samples) = await Rows.AppendAsync(store, TimeSpan.FromDays(10), TimeSpan.FromMinutes(10));
        await Jobs.RefreshBothAsync(place);
        var hours = await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel);
        await Jobs.RunAsync(place, Jobs.Compression, "resource_usage");
        Assert.NotEmpty(await place.QueryAsync("SELECT FROM timescaledb_information.chunks WHERE hypertable_name = 'resource_usage' AND is_compressed"));
        Assert.Equal(samples, (await store.RecentAsync(id, int.MaxValue, null, Cancel)).Select(row => row.Sample).Reverse());
        Assert.Equal(hours, await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
    }

    [Fact]
    public async Task Repacking_makes_compressed_chunks_smaller_keeps_every_row_and_still_takes_late_ones_once()
    {
        await using var place = await fixture.FreshPostgresAsync();
        var store = await place.StoreAsync();
        var (id, samples) = await Rows.AppendAsync(store, TimeSpan.FromDays(12), TimeSpan.FromMinutes(2));
        await Jobs.RunAsync(place, Jobs.Compression, "resource_usage");
        var before = await CompressedAsync(place);
        await place.ExecuteAsync("CALL launchstack_repack()");
        var after = await CompressedAsync(place);
        Assert.True(before.Unpacked > 0 && after.Unpacked == 0, $"{before}, {after}");
        Assert.True(after.Bytes < before.Bytes, $"{before}, {after}");
        Assert.Equal(samples, (await store.RecentAsync(id, int.MaxValue, null, Cancel)).Select(row => row.Sample).Reverse());
        var late = new Sample(samples[10].Timestamp.AddSeconds(1), 1, 2, 3, 4, 5);
        var outcomes = await store.AppendAsync([.. new[] { late, samples[10] }.Select(sample => new AppendSample(id, new PendingSample(sample, null)))], Cancel);
        Assert.Equal([AppendOutcome.Stored, AppendOutcome.Duplicate], outcomes);
        Assert.Equal(samples.Count + 1, (await store.RecentAsync(id, int.MaxValue, null, Cancel)).Count);
    }

    [Fact]
    public async Task The_condition_names_every_job_with_its_interval_and_tells_success_failure_and_what_the_server_refuses()
    {
        await using var place = await fixture.FreshPostgresAsync();
        var store = await place.StoreAsync();
        var tasks = (await store.ConditionAsync(Cancel)).Tasks;
        Assert.Equal(
            [
                "compression_daily", "compression_hourly", "compression_raw", "refresh_daily", "refresh_hourly", "repack",
                "retention_daily", "retention_hourly", "retention_raw",
            ],
            tasks.Select(task => task.Name));
        Assert.All(tasks, task => Assert.Equal(TimeSpan.FromHours(task.Name.StartsWith("refresh", StringComparison.Ordinal) ? 1 : 24), task.Every));
        Assert.All(tasks, task => Assert.Equal((TimeSpan.Zero, false), (task.SinceSuccess, task.HasFailed)));

        // As if the scheduler had run it, with its next run far away.
        var job = await Jobs.IdAsync(place, Jobs.Refresh, "resource_usage_hourly");
        const string Statistics = "_timescaledb_internal.bgw_job_stat";
        await place.ExecuteAsync(
            $"""
            INSERT INTO {Statistics} AS s VALUES ({job}, now(), now(), now() + INTERVAL '1 day', now() - INTERVAL '3 hours', true, 9, '0', '0', 9, 0, 0, 0, 0)
            ON CONFLICT (job_id) DO UPDATE SET last_start = excluded.last_start, last_finish = excluded.last_finish,
                next_start = excluded.next_start, last_successful_finish = excluded.last_successful_finish, last_run_success = true
            """);
        Assert.Equal((false, 3), await RefreshAsync());
        await place.ExecuteAsync($"UPDATE {Statistics} SET last_run_success = false WHERE job_id = {job}");
        Assert.Equal((true, 3), await RefreshAsync());

        // What the server refuses is done all the same: from the start of that run on.
        await place.ExecuteAsync("CREATE OR REPLACE FUNCTION launchstack_job_error(job INT) RETURNS TEXT LANGUAGE sql AS $$ SELECT 'cannot drop portal \"x\"' $$");
        Assert.Equal((false, 0), await RefreshAsync());
        await place.ExecuteAsync($"UPDATE {Statistics} SET last_run_success = true WHERE job_id = {job}");
        Assert.Equal((false, 3), await RefreshAsync());

        async Task<(bool HasFailed, int Hours)> RefreshAsync()
        {
            var task = Assert.Single((await store.ConditionAsync(Cancel)).Tasks, task => task.Name == "refresh_hourly");
            return (task.HasFailed, (int)task.SinceSuccess.TotalHours);
        }
    }

    private static async Task<(long Unpacked, decimal Bytes)> CompressedAsync(PostgresPlace place)
    {
        var row = (await place.QueryAsync("""
            SELECT count(*) FILTER (WHERE a.attstorage = 'e'), sum(pg_total_relation_size(s.compress_relid))
            FROM _timescaledb_catalog.compression_settings AS s JOIN pg_attribute AS a ON a.attrelid = s.compress_relid AND a.attname = 'id'
            WHERE pg_relation_size(s.compress_relid) > 0
            """))[0];
        return ((long)row[0], (decimal)row[1]);
    }

    private static PostgresStoreOptions With(params (string Option, int Days)[] values) => new()
    {
        Lifecycle = values.ToDictionary(item => LifecycleValue.All.Single(value => value.Option == item.Option), item => TimeSpan.FromDays(item.Days)),
    };

    private static async Task<List<string>> PoliciesAsync(PostgresPlace place) => [.. (await place.QueryAsync("""
        SELECT concat_ws(' ', proc_name, hypertable_name, schedule_interval, config ->> 'drop_after', config ->> 'compress_after',
            (config ->> 'start_offset') || ' - ' || (config ->> 'end_offset'))
        FROM timescaledb_information.jobs WHERE hypertable_name LIKE 'resource_usage%' ORDER BY 1
        """)).Select(row => (string)row[0])];
}
