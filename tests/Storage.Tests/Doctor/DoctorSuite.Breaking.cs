namespace LaunchStack.Metrics.Storage.Tests.Doctor;

// One thing at a time that every tier can have wrong.
public abstract partial class DoctorSuite<TFixture>
{
    [Theory]
    [InlineData("ALTER TABLE resource_usage DROP CONSTRAINT resource_usage_pkey", FindingStatus.Fail, "keys")]
    [InlineData("ALTER TABLE resource_usage DROP CONSTRAINT resource_usage_instance_id_fkey", FindingStatus.Fail, "keys")]
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
}
