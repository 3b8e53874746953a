using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

/// <summary>What the doctor says of tiers without continuous aggregates.</summary>
/// <param name="fixture">The tier's database.</param>
public abstract class RollupDoctorSuite<TFixture>(TFixture fixture) : DoctorSuite<TFixture>(fixture)
    where TFixture : PostgresStoreFixture, IRollupFixture
{
    [Theory]
    [InlineData("DROP VIEW resource_usage_daily", FindingStatus.Fail, "aggregates")]
    [InlineData("ALTER TABLE resource_usage DISABLE TRIGGER resource_usage_updated", FindingStatus.Fail, "aggregates")]
    public Task What_is_wrong_with_hours_and_days_is_one_line_whose_remedy_mends_it(string statement, FindingStatus status, string check) =>
        TurnsAndMendsAsync(statement, status, check);

    [Fact]
    public async Task A_rollup_that_is_behind_is_named()
    {
        var place = await HealthyAsync();
        await place.ExecuteAsync("UPDATE launchstack_rollup SET rolled_until = now() - INTERVAL '5 hours'");
        var finding = Assert.Single((await place.ExamineAsync()).Findings, finding => finding.Status != FindingStatus.Ok);
        Assert.Equal(("aggregate-lag", FindingStatus.Warn), (finding.Check, finding.Status));
        await place.ExecuteAsync("UPDATE launchstack_rollup SET rolled_until = date_trunc('hour', now())");
    }

    [Fact]
    public async Task A_retention_below_the_refresh_window_breaks_the_chain()
    {
        var place = await HealthyAsync();
        await place.ExecuteAsync("UPDATE launchstack_lifecycle SET value = INTERVAL '10 days' WHERE name = 'raw_retention'");
        var finding = Assert.Single((await place.ExamineAsync()).Findings, finding => finding.Status != FindingStatus.Ok);
        await place.ExecuteAsync("UPDATE launchstack_lifecycle SET value = INTERVAL '30 days' WHERE name = 'raw_retention'");
        Assert.Equal(("window-chain", FindingStatus.Fail), (finding.Check, finding.Status));
    }
}
