using System.Diagnostics;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

// One thing at a time that every tier can have wrong.
public abstract partial class DoctorSuite<TFixture>
{
    private const string DropForeignKey = """
        DO $$ BEGIN
            EXECUTE format('ALTER TABLE resource_usage DROP CONSTRAINT %I', (
                SELECT conname FROM pg_constraint WHERE conrelid = 'resource_usage'::regclass AND contype = 'f'));
        END $$
        """;

    [Theory]
    [InlineData("ALTER TABLE resource_usage DROP CONSTRAINT resource_usage_pkey", FindingStatus.Fail, "keys")]
    [InlineData(DropForeignKey, FindingStatus.Fail, "keys")]
    [InlineData("DROP INDEX resource_usage_instance_id_timestamp_idx", FindingStatus.Warn, "indexes")]
    [InlineData("ALTER TABLE instances SET (autovacuum_enabled = off)", FindingStatus.Warn, "autovacuum")]
    public Task What_is_wrong_with_the_tables_is_one_line_whose_remedy_mends_it(string statement, FindingStatus status, string check) =>
        TurnsAndMendsAsync(statement, status, check);

    [Fact]
    public async Task Commits_that_do_not_wait_for_the_disk_are_one_line_whose_remedy_mends_it() => await TurnsAndMendsAsync(
        $"ALTER DATABASE {(await HealthyAsync()).DatabaseName} SET synchronous_commit = off", FindingStatus.Warn, "synchronous-commit");

    [Fact]
    public async Task A_trigger_that_the_fast_path_would_skip_is_one_line_whose_remedy_mends_it()
    {
        var place = await HealthyAsync();
        await place.ExecuteAsync("CREATE OR REPLACE FUNCTION somebodys() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$");
        await TurnsAndMendsAsync(
            "CREATE TRIGGER somebodys BEFORE INSERT ON resource_usage FOR EACH ROW EXECUTE FUNCTION somebodys()", FindingStatus.Warn, "fast-path");
        await place.ExecuteAsync("DROP TRIGGER somebodys ON resource_usage");
    }

    [Fact]
    public Task Rows_of_an_unknown_instance_are_one_line_whose_remedy_removes_them() => TurnsAndMendsAsync(
        "SET session_replication_role = replica; INSERT INTO resource_usage (id, instance_id, timestamp) VALUES (gen_random_uuid(), gen_random_uuid(), now())",
        FindingStatus.Fail,
        "orphans");

    [Fact]
    public async Task A_half_applied_schema_is_named_no_check_fails_the_doctor_and_set_up_completes_it()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.StoreAsync();
        await place.PutOffJobsAsync();
        await place.ExecuteAsync("DROP TABLE instance_tombstones, launchstack_maintenance, launchstack_lifecycle");
        await place.ExecuteAsync("DELETE FROM launchstack_schema_versions WHERE scriptname LIKE 'common/incremental/003%'");
        var report = await place.ExamineAsync();
        var schema = Assert.Single(report.Findings, finding => finding.Status == FindingStatus.Fail);
        Assert.Equal("the schema is too old or half applied, not applied: common/incremental/003-lifecycle.sql", schema.Message);
        Assert.All(
            report.Findings.Where(finding => finding.Status == FindingStatus.Warn),
            finding => Assert.StartsWith("could not be checked: 42P01: ", finding.Message, StringComparison.Ordinal));
        await MendAsync(place, schema.Remedy!);
        await place.WaitUntilOkAsync();
    }

    [Fact]
    public async Task A_schema_of_a_newer_build_is_named()
    {
        var place = await HealthyAsync();
        await place.ExecuteAsync("INSERT INTO launchstack_schema_versions (scriptname, applied) VALUES ('common/incremental/999-future.sql', now())");
        var report = await place.ExamineAsync();
        await place.ExecuteAsync("DELETE FROM launchstack_schema_versions WHERE scriptname LIKE '%999%'");
        Assert.Contains("common/incremental/999-future.sql", Text(report, "schema"), StringComparison.Ordinal);
        Assert.Equal(FindingStatus.Warn, report.Status);
    }

    [Fact]
    public async Task A_role_that_lacks_a_right_is_one_line_whose_remedy_mends_it()
    {
        var place = await HealthyAsync();
        var (role, connectionString) = await place.RoleAsync();
        await place.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}");
        await place.ExecuteAsync($"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}");
        await place.ExecuteAsync($"REVOKE INSERT ON resource_usage FROM {role}");
        var report = await place.ExamineAsync(connectionString: connectionString);
        var finding = Assert.Single(report.Findings, finding => finding.Status == FindingStatus.Fail);
        Assert.Equal(("privileges", $"a silo cannot run as the role {role}, which lacks INSERT on table resource_usage"), (finding.Check, finding.Message));
        await place.ExecuteAsync(finding.Remedy!);
        Assert.NotEqual(FindingStatus.Fail, (await place.ExamineAsync(connectionString: connectionString)).Status);
    }

    [Fact]
    public async Task What_the_role_may_not_see_is_a_warning_and_no_failure_of_the_doctor()
    {
        var place = await HealthyAsync();
        var (role, connectionString) = await place.RoleAsync();
        await place.ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}");
        await place.ExecuteAsync($"REVOKE SELECT ON orleans_silo FROM {role}");
        var finding = Assert.Single((await place.ExamineAsync(connectionString: connectionString)).Findings, finding => finding.Check == "connections");
        Assert.Equal((FindingStatus.Warn, "could not be checked: 42501: permission denied for table orleans_silo"), (finding.Status, finding.Message));
        Assert.NotNull(finding.Remedy);
    }

    [Fact]
    public async Task A_table_that_somebody_keeps_locked_costs_its_checks_and_neither_time_nor_the_others()
    {
        var place = await HealthyAsync();
        await using var holder = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await holder.OpenAsync(Cancel);
        await using var transaction = await holder.BeginTransactionAsync(Cancel);
        await using (var block = new NpgsqlCommand("LOCK TABLE instance_tombstones, orleans_silo IN ACCESS EXCLUSIVE MODE", holder))
        {
            await block.ExecuteNonQueryAsync(Cancel);
        }

        var watch = Stopwatch.StartNew();
        var report = await place.ExamineAsync(ExaminationDepth.Quick);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        var finding = Assert.Single(report.Findings, finding => finding.Status != FindingStatus.Ok);
        Assert.Equal(("connections", FindingStatus.Warn), (finding.Check, finding.Status));
        Assert.StartsWith("could not be checked: 5", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_failed_and_one_that_nobody_does_any_more_are_named()
    {
        var place = await HealthyAsync();
        await place.ExecuteAsync("UPDATE launchstack_maintenance SET error = '55P03: lock timeout' WHERE task = 'ahead'");
        await place.ExecuteAsync("UPDATE launchstack_maintenance SET started_at = now() - INTERVAL '1 day' WHERE task = 'expire'");
        var findings = (await place.ExamineAsync()).Findings.Where(finding => finding.Status != FindingStatus.Ok).ToList();
        await place.ExecuteAsync("DELETE FROM launchstack_maintenance");
        Assert.Equal([("maintenance", FindingStatus.Warn), ("maintenance", FindingStatus.Warn)], findings.Select(finding => (finding.Check, finding.Status)));
        Assert.Contains("55P03: lock timeout", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("expire last started 24 hours ago", findings[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_are_one_line_with_their_number_age_and_first_reason_until_they_are_gone()
    {
        var place = await HealthyAsync();
        var store = await place.StoreAsync();
        var samples = Enumerable.Range(0, 2).Select(second => new AppendSample(
            Guid.NewGuid(), new PendingSample(new Sample(TimeProvider.System.GetUtcNow(), 1, 2, 3, 4, second), null)));
        await store.BuryAsync([.. samples.Select((sample, index) => new RefusedSample(sample, $"reason {index}"))], Cancel);
        await place.ExecuteAsync("UPDATE launchstack_dead_letters SET refused_at = now() - INTERVAL '2 hours' WHERE reason = 'reason 0'");
        var finding = Assert.Single((await place.ExamineAsync(ExaminationDepth.Quick)).Findings, finding => finding.Status != FindingStatus.Ok);
        await store.DropDeadLettersAsync(new(), Cancel);
        Assert.Equal(("dead-letters", FindingStatus.Warn), (finding.Check, finding.Status));
        Assert.Matches("^2 samples were refused and put aside, the oldest 02:00:0. ago: reason 0$", finding.Message);
        Assert.Equal("launchstack db deadletter list", finding.Remedy);
        Assert.Equal("no dead letters", Text(await place.ExamineAsync(), "dead-letters"));
    }

    [Fact]
    public async Task More_silos_than_connections_are_named()
    {
        var place = await HealthyAsync();
        await place.ExecuteAsync("INSERT INTO orleans_cluster (deployment_id) VALUES ('crowd')");
        await place.ExecuteAsync("""
            INSERT INTO orleans_silo (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
            SELECT 'crowd', '10.0.0.1', port, 1, 'silo', 'host', 3, 0, now(), now() FROM generate_series(1, 20) AS port
            """);
        var finding = Assert.Single((await place.ExamineAsync()).Findings, finding => finding.Status != FindingStatus.Ok);
        await place.ExecuteAsync("DELETE FROM orleans_cluster WHERE deployment_id = 'crowd'");
        Assert.Equal(("connections", FindingStatus.Fail), (finding.Check, finding.Status));
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_named()
    {
        var place = await HealthyAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        var report = await StoreFactory.PostgresDoctor(place.ConnectionString, new PostgresStoreOptions(), clock).ExamineAsync(ExaminationDepth.Quick, Cancel);
        var finding = Assert.Single(report.Findings, finding => finding.Check == "clock");
        Assert.Equal(FindingStatus.Fail, finding.Status);
        Assert.Contains("behind this machine's", finding.Message, StringComparison.Ordinal);
    }
}
