using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Storage.Tests.Timescale;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

public sealed class TimescaleDoctorTests(TimescaleFixture fixture) : DoctorSuite<TimescaleFixture>(fixture)
{
    private const string Catalog = "_timescaledb_catalog.bgw_job";
    private const string Statistics = "_timescaledb_internal.bgw_job_stat";

    [Theory]
    [InlineData("SELECT remove_retention_policy('resource_usage')", FindingStatus.Fail, "policies")]
    [InlineData("SELECT remove_continuous_aggregate_policy('resource_usage_daily')", FindingStatus.Fail, "policies")]
    [InlineData("SELECT remove_compression_policy('resource_usage_hourly')", FindingStatus.Fail, "policies")]
    [InlineData("SELECT set_chunk_time_interval('resource_usage', INTERVAL '7 days')", FindingStatus.Warn, "chunk-interval")]
    [InlineData("ALTER MATERIALIZED VIEW resource_usage_hourly SET (timescaledb.materialized_only = true)", FindingStatus.Fail, "continuous-aggregates")]
    [InlineData("ALTER MATERIALIZED VIEW resource_usage_daily SET (timescaledb.materialized_only = true)", FindingStatus.Fail, "continuous-aggregates")]
    [InlineData("ALTER TABLE resource_usage SET (timescaledb.segmentby = '')", FindingStatus.Warn, "compression")]
    [InlineData("ALTER MATERIALIZED VIEW resource_usage_daily SET (timescaledb.orderby = 'bucket ASC')", FindingStatus.Warn, "compression")]
    public Task What_is_wrong_with_the_hypertable_is_one_line_whose_remedy_mends_it(string statement, FindingStatus status, string check) =>
        TurnsAndMendsAsync(statement, status, check);

    [Theory]
    [InlineData("UPDATE {0} SET scheduled = false WHERE id = {2}", FindingStatus.Warn)]
    [InlineData("CREATE ROLE locked_out; UPDATE {0} SET owner = 'locked_out' WHERE id = {2}", FindingStatus.Fail)]
    public async Task A_job_that_cannot_run_is_one_line_whose_remedy_mends_it(string statement, FindingStatus status)
    {
        var place = await HealthyAsync();
        var job = await Jobs.IdAsync(place, Jobs.Retention, "resource_usage");
        await TurnsAndMendsAsync(string.Format(null, statement, Catalog, Statistics, job), status, "jobs");
        await place.ExecuteAsync($"UPDATE {Catalog} SET owner = 'postgres' WHERE id = {job}");
        await place.ExecuteAsync("DROP ROLE IF EXISTS locked_out");
    }

    [Theory]
    [InlineData("last_successful_finish = now() - INTERVAL '4 days'", FindingStatus.Fail, "had no success for 4 days")]
    [InlineData("last_run_success = false, last_finish = now(), total_failures = 7", FindingStatus.Warn, "failed in its last run, 7 times in all")]
    public async Task A_job_without_success_is_named(string change, FindingStatus status, string text)
    {
        var place = await HealthyAsync();
        var job = await Jobs.IdAsync(place, Jobs.Compression, "resource_usage");

        // As if the scheduler had run it, with its next run far away.
        await place.ExecuteAsync(
            $"INSERT INTO {Statistics} VALUES ({job}, now(), now(), now() + INTERVAL '1 day', now(), true, 9, '0', '0', 9, 0, 0, 0, 0) ON CONFLICT (job_id) DO NOTHING");
        await place.WaitUntilOkAsync();
        await place.ExecuteAsync($"UPDATE {Statistics} SET {change} WHERE job_id = {job}");
        var finding = Assert.Single((await place.ExamineAsync()).Findings, finding => finding.Status != FindingStatus.Ok);
        await place.ExecuteAsync($"UPDATE {Statistics} SET last_successful_finish = now(), last_run_success = true WHERE job_id = {job}");
        Assert.Equal(("jobs", status), (finding.Check, finding.Status));
        Assert.Contains(text, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retention_below_the_refresh_window_breaks_the_chain_and_differs_from_what_set_up_was_told()
    {
        var place = await HealthyAsync();
        var job = await Jobs.IdAsync(place, Jobs.Retention, "resource_usage");
        await place.ExecuteAsync($"UPDATE {Catalog} SET config = config || '{{\"drop_after\": \"10 days\"}}' WHERE id = {job}");
        var broken = (await place.ExamineAsync()).Findings.Where(finding => finding.Status != FindingStatus.Ok).ToList();
        Assert.Equal([("policies", FindingStatus.Warn), ("window-chain", FindingStatus.Fail)], broken.Select(finding => (finding.Check, finding.Status)));
        Assert.StartsWith("Metrics:RawRetention is 10.00:00:00: must be at least 29.00:00:00", broken[1].Message, StringComparison.Ordinal);
        await using var store = place.Create(new PostgresStoreOptions { Lifecycle = new Dictionary<LifecycleValue, TimeSpan> { [LifecycleValue.All[0]] = TimeSpan.FromDays(30) } });
        await store.OpenAsync(applySchema: true, TestContext.Current.CancellationToken);
        await place.WaitUntilOkAsync();
    }

    [Fact]
    public async Task Chunks_that_stay_uncompressed_are_named()
    {
        var place = await HealthyAsync();
        await InsertAsync(place, TimeSpan.FromDays(15));
        var finding = Assert.Single((await place.ExamineAsync()).Findings, finding => finding.Status != FindingStatus.Ok);
        Assert.Equal(("uncompressed-chunks", FindingStatus.Warn), (finding.Check, finding.Status));
        Assert.StartsWith("1 chunks of resource_usage are uncompressed past compress_after, the oldest ended 14 days", finding.Message, StringComparison.Ordinal);
        await place.ExecuteAsync(finding.Remedy!);
        await place.WaitUntilOkAsync();
    }

    [Fact]
    public async Task An_aggregate_that_is_behind_is_named_by_how_far()
    {
        var place = await HealthyAsync();
        await InsertAsync(place, TimeSpan.FromHours(12));
        await place.ExecuteAsync("CALL refresh_continuous_aggregate('resource_usage_hourly', now() - INTERVAL '20 hours', now() - INTERVAL '10 hours')");

        // Nothing but the present is missing, after a long pause of all samples: that is not behind.
        await place.WaitUntilOkAsync();
        await InsertAsync(place, TimeSpan.FromHours(8));
        var finding = Assert.Single((await place.ExamineAsync()).Findings, finding => finding.Status != FindingStatus.Ok);
        Assert.Equal(("aggregate-lag", FindingStatus.Warn), (finding.Check, finding.Status));
        Assert.StartsWith("resource_usage_hourly is 08:00:00 behind, 05:00:00 are usual; ", finding.Message, StringComparison.Ordinal);
        await place.ExecuteAsync(finding.Remedy!);
        await place.WaitUntilOkAsync();
    }

    [Fact]
    public async Task Days_of_an_instance_that_was_deleted_by_plain_sql_are_named_and_the_remedy_removes_them()
    {
        var place = await HealthyAsync();
        var id = await InsertAsync(place, TimeSpan.FromDays(2));
        await Jobs.RefreshBothAsync(place);
        await TurnsAndMendsAsync($"DELETE FROM instances WHERE id = '{id}'", FindingStatus.Warn, "aggregate-orphans");
    }

    private static async Task<Guid> InsertAsync(PostgresPlace place, TimeSpan age)
    {
        var id = Guid.NewGuid();
        await (await place.StoreAsync()).RegisterInstancesAsync([id], TestContext.Current.CancellationToken);
        var moment = TimeProvider.System.GetUtcNow() - age;
        await place.InsertAsync(new InstanceSample(SampleId.Derive(id, moment), id, new Sample(moment, 1, 2, 3, 4, 5)));
        return id;
    }
}
