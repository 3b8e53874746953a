using LaunchStack.Metrics.Storage.Postgres.Doctor;
using LaunchStack.Metrics.Storage.Schema.Doctor;
using LaunchStack.Metrics.Storage.Tests.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

/// <summary>Rules on servers, clocks and times that the tests' own server does not have.</summary>
public sealed class RulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("14.20", 140020, FindingStatus.Fail, "15 is the oldest that will do")]
    [InlineData("15.9", 150009, FindingStatus.Warn, "crashes with extensions")]
    [InlineData("16.5", 160005, FindingStatus.Warn, "crashes with extensions")]
    [InlineData("17.1", 170001, FindingStatus.Warn, "crashes with extensions")]
    [InlineData("15.10", 150010, FindingStatus.Ok, "PostgreSQL 15.10")]
    [InlineData("18.0", 180000, FindingStatus.Ok, "PostgreSQL 18.0")]
    public void Bad_versions_of_the_server_are_named(string version, int number, FindingStatus status, string text)
    {
        var verdict = ServerVersionRule.Judge(Facts.Empty with { Version = version, VersionNumber = number });
        Assert.Equal(status, verdict.Status);
        Assert.Contains(text, verdict.Message, StringComparison.Ordinal);
        Assert.Equal(status == FindingStatus.Ok, verdict.Remedy is null);
    }

    [Theory]
    [InlineData("2.27.1", 150010, FindingStatus.Fail, "a DELETE may take compressed rows", "TimescaleDB 2.28.3 ")]
    [InlineData("2.28.2", 170002, FindingStatus.Fail, "a DELETE may take compressed rows", "TimescaleDB 2.29.2 ")]
    [InlineData("2.28.3", 150010, FindingStatus.Ok, "the security fixes of 2.29.1 need PostgreSQL 16", null)]
    [InlineData("2.28.3", 160006, FindingStatus.Warn, "GHSA-hcfx-29v5-2rcw", "TimescaleDB 2.29.2 ")]
    [InlineData("2.29.0", 170002, FindingStatus.Warn, "GHSA-hcfx-29v5-2rcw", "TimescaleDB 2.29.2 ")]
    [InlineData("2.29.1", 170002, FindingStatus.Warn, "10423", "TimescaleDB 2.29.2 ")]
    [InlineData("2.29.2", 170002, FindingStatus.Ok, "TimescaleDB 2.29.2", null)]
    [InlineData("2.30.0-dev", 170002, FindingStatus.Ok, "TimescaleDB 2.30.0-dev", null)]
    [InlineData("nightly", 170002, FindingStatus.Warn, "not a version that is known", null)]
    public void Bad_versions_of_the_extension_are_named_with_the_one_to_install(
        string version, int server, FindingStatus status, string text, string? remedy)
    {
        var verdict = ExtensionRule.Judge(version, server);
        Assert.Equal(status, verdict.Status);
        Assert.Contains(text, verdict.Message, StringComparison.Ordinal);
        Assert.Contains(remedy ?? "", verdict.Remedy ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void An_extension_that_is_gone_from_under_its_schema_is_a_failure_and_none_is_fine_without_one()
    {
        var gone = Facts.Installed(Tier.Timescale) with { Extension = null };
        Assert.Equal(FindingStatus.Fail, ExtensionRule.Judge(gone, Tier.Timescale).Status);
        Assert.Equal(FindingStatus.Ok, ExtensionRule.Judge(Facts.Installed(Tier.Postgres), Tier.Postgres).Status);
    }

    [Fact]
    public void A_tier_that_changed_under_its_schema_is_named_with_what_to_do()
    {
        var appeared = TierRules.Changed(Facts.Installed(Tier.Postgres) with { Extension = "2.29.2" }, Tier.Postgres)!;
        Assert.Equal(FindingStatus.Warn, appeared.Status);
        Assert.Contains("TimescaleDB appeared", appeared.Message, StringComparison.Ordinal);

        var better = TierRules.Changed(Facts.Installed(Tier.TimescaleApache) with { License = "timescale" }, Tier.TimescaleApache)!;
        Assert.Equal(FindingStatus.Warn, better.Status);
        Assert.Contains("docs/database.md", better.Remedy, StringComparison.Ordinal);

        var worse = TierRules.License(Facts.Installed(Tier.Timescale) with { License = "apache" }, Tier.Timescale)!;
        Assert.Equal((FindingStatus.Fail, "ALTER SYSTEM SET timescaledb.license = 'timescale', then restart the server"), (worse.Status, worse.Remedy));
    }

    [Theory]
    [InlineData(0, FindingStatus.Ok)]
    [InlineData(9, FindingStatus.Ok)]
    [InlineData(15, FindingStatus.Warn)]
    [InlineData(-15, FindingStatus.Warn)]
    [InlineData(301, FindingStatus.Fail)]
    [InlineData(-301, FindingStatus.Fail)]
    public void Clocks_apart_are_named_by_how_far(int seconds, FindingStatus status) =>
        Assert.Equal(status, ClockCheck.Judge(Noon, Noon.AddSeconds(seconds), Noon.AddMilliseconds(20)).Status);

    [Fact]
    public void A_slow_answer_is_no_skew() => Assert.Equal(FindingStatus.Ok, ClockCheck.Judge(Noon, Noon.AddSeconds(40), Noon.AddSeconds(41)).Status);

    [Fact]
    public void Maintenance_is_judged_by_its_last_start_and_its_error()
    {
        var tasks = new Dictionary<string, TimeSpan> { ["expire"] = TimeSpan.FromHours(1), ["rollup"] = TimeSpan.FromSeconds(30) };
        Assert.Equal(FindingStatus.Ok, Assert.Single(MaintenanceRule.Judge(tasks, [], Noon)).Status);
        Assert.Equal(FindingStatus.Ok, Assert.Single(MaintenanceRule.Judge(tasks, [Run("expire", hours: 3), Run("rollup", hours: 0)], Noon)).Status);

        var stopped = Assert.Single(MaintenanceRule.Judge(tasks, [Run("expire", hours: 3), Run("rollup", hours: 3)], Noon));
        Assert.Equal(
            (FindingStatus.Warn, "rollup last started 3 hours ago, by silo-1, and is due every 30 s: no silo does it any more", "start a silo on this database"),
            (stopped.Status, stopped.Message, stopped.Remedy));

        var failed = Assert.Single(MaintenanceRule.Judge(tasks, [Run("expire", hours: 1, "55P03: canceling statement due to lock timeout")], Noon));
        Assert.Equal(FindingStatus.Warn, failed.Status);
        Assert.Contains("lock timeout", failed.Message, StringComparison.Ordinal);
        Assert.Empty(MaintenanceRule.Judge(new Dictionary<string, TimeSpan>(), [], Noon));
    }

    [Fact]
    public void A_broken_chain_names_the_option_that_mends_it()
    {
        var verdict = Assert.Single(WindowChain.Judge(new Lifecycle { RawRetention = TimeSpan.FromDays(20) }, acceptLate: null));
        Assert.Equal((FindingStatus.Fail, "launchstack db setup --raw-retention with a value that satisfies this"), (verdict.Status, verdict.Remedy));
        Assert.Equal(FindingStatus.Ok, Assert.Single(WindowChain.Judge(new Lifecycle(), TimeSpan.FromDays(27))).Status);
        Assert.Contains("--refresh-window", Assert.Single(WindowChain.Judge(new Lifecycle(), TimeSpan.FromDays(28))).Remedy, StringComparison.Ordinal);
    }

    private static MaintenanceRun Run(string task, int hours, string? error = null) =>
        new(task, Noon.AddHours(-hours), Noon.AddHours(-hours), "silo-1", 0, error);
}
