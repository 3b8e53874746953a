using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

public sealed class PostgresDoctorTests(PlainPostgresFixture fixture) : RollupDoctorSuite<PlainPostgresFixture>(fixture)
{
    [Fact]
    public Task A_column_of_somebody_elses_that_no_sample_fills_is_one_line_whose_remedy_mends_it() => TurnsAndMendsAsync(
        "ALTER TABLE resource_usage ADD COLUMN theirs int NOT NULL DEFAULT 0; ALTER TABLE resource_usage ALTER COLUMN theirs DROP DEFAULT", FindingStatus.Fail, "columns");

    [Fact]
    public async Task A_missing_partition_and_the_rows_that_miss_it_are_named_and_maintenance_mends_both()
    {
        var place = await HealthyAsync();
        await place.ExecuteAsync("DO $$ BEGIN EXECUTE (SELECT format('DROP TABLE %s', part) FROM launchstack_parts() WHERE starts <= now() AND now() < ends); END $$");
        await place.ExecuteAsync("INSERT INTO resource_usage (id, instance_id, timestamp) SELECT gen_random_uuid(), id, now() FROM instances LIMIT 1");

        // The server counts rows a moment later.
        await Deadline.UntilAsync(
            async () => (await place.ExamineAsync()).Findings.Where(finding => finding.Status != FindingStatus.Ok)
                .Select(finding => (finding.Check, finding.Status))
                .SequenceEqual([("ahead", FindingStatus.Warn), ("default-partition", FindingStatus.Warn)]),
            "both are named, and nothing else");
        await place.ExecuteAsync("DELETE FROM launchstack_maintenance");
        await (await place.StoreAsync()).MaintainAsync("the tests", TestContext.Current.CancellationToken);
        await place.WaitUntilOkAsync();
    }

    [Fact]
    public async Task An_extension_that_appeared_is_named_and_set_up_for_timescale_refused_with_how_to_move()
    {
        await using var capable = await PostgresDatabase.CreateAsync(Tier.Timescale);
        await using var place = await FreshAsync();
        await place.StoreAsync();
        await place.ExecuteAsync("CREATE EXTENSION timescaledb");
        var finding = Assert.Single((await place.ExamineAsync()).Findings, finding => finding.Status != FindingStatus.Ok);
        Assert.Equal(("tier", FindingStatus.Warn), (finding.Check, finding.Status));
        await using var store = place.Create(Storage.Postgres.TierChoice.Timescale);
        var refusal = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: true, TestContext.Current.CancellationToken));
        Assert.Contains("to move to another tier", refusal.Message, StringComparison.Ordinal);
        await using var auto = place.Create(Storage.Postgres.TierChoice.Auto);
        await auto.OpenAsync(applySchema: true, TestContext.Current.CancellationToken);
        Assert.Equal(Tier.Postgres, auto.Tier);
    }
}
