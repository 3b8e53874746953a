using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

/// <summary>Servers that cannot be had here, or that changed under an installation.</summary>
public sealed class TierDecisionTests
{
    [Theory]
    [InlineData(TierChoice.Auto)]
    [InlineData(TierChoice.Timescale)]
    [InlineData(TierChoice.Postgres)]
    public void A_server_before_15_is_refused_for_every_tier(TierChoice choice) => Assert.Equal(
        "PostgreSQL 14.20 is too old: 15 is the oldest that will do; upgrade the server",
        Refusal(choice, Facts.Empty with { Version = "14.20", VersionNumber = 140020 }));

    [Fact]
    public void PostgreSQL_15_is_taken() =>
        Assert.Equal(Tier.Timescale, TierDecision.Decide(TierChoice.Auto, Facts.Empty with { Version = "15.0", VersionNumber = 150000 }));

    [Theory]
    [InlineData(TierChoice.Auto)]
    [InlineData(TierChoice.Timescale)]
    public void A_licence_that_changed_under_tier_timescale_is_refused_with_what_to_do(TierChoice choice) => Assert.StartsWith(
        "the licence changed to apache under a schema of tier timescale: set timescaledb.license = 'timescale' on the server and restart it; ",
        Refusal(choice, Facts.Installed(Tier.Timescale) with { License = "apache" }),
        StringComparison.Ordinal);

    [Fact]
    public void An_extension_that_appeared_under_tier_postgres_is_refused_for_timescale_with_how_to_move_and_left_alone_by_auto()
    {
        var facts = Facts.Installed(Tier.Postgres) with { Extension = "2.29.2", License = "timescale" };
        Assert.Equal(Tier.Postgres, TierDecision.Decide(TierChoice.Auto, facts));
        Assert.EndsWith(
            "to move to another tier, set up an empty database and copy the rows (docs/database.md)", Refusal(TierChoice.Timescale, facts), StringComparison.Ordinal);
    }

    [Fact]
    public void A_licence_that_became_timescale_under_tier_apache_is_left_alone_by_auto_and_refused_for_timescale()
    {
        var facts = Facts.Installed(Tier.TimescaleApache) with { License = "timescale" };
        Assert.Equal(Tier.TimescaleApache, TierDecision.Decide(TierChoice.Auto, facts));
        Assert.Contains("holds the schema of tier apache", Refusal(TierChoice.Timescale, facts), StringComparison.Ordinal);
    }

    [Fact]
    public void An_extension_that_is_gone_is_refused_with_what_to_do() => Assert.EndsWith(
        "restore the database with its extension (docs/database.md)",
        Refusal(TierChoice.Auto, Facts.Installed(Tier.Timescale) with { Extension = null, License = null }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(TierChoice.Auto, true)]
    [InlineData(TierChoice.Postgres, true)]
    [InlineData(TierChoice.Auto, false)]
    [InlineData(TierChoice.Timescale, false)]
    public void An_extension_whose_library_is_not_loaded_is_refused_with_what_to_do(TierChoice choice, bool empty) => Assert.Equal(
        "the database has the extension timescaledb, and the server has not loaded TimescaleDB: put timescaledb into shared_preload_libraries and restart it",
        Refusal(choice, (empty ? Facts.Empty with { Extension = "2.29.2" } : Facts.Installed(Tier.Timescale)) with { Preloaded = false, License = null }));

    private static string Refusal(TierChoice choice, ServerFacts facts) =>
        Assert.Throws<StoreSchemaException>(() => TierDecision.Decide(choice, facts)).Message;
}
