using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>What the server can do against what the schema was made for: library, licence, and a tier that has changed since.</summary>
internal static class TierRules
{
    private const string Move = "to move, set up an empty database and copy the rows, see docs/database.md";

    public static Verdict? Preload(ServerFacts facts) => facts switch
    {
        { Preloaded: true } => Verdict.Ok("the server has loaded TimescaleDB's library"),
        { Extension: null } => null,
        _ => Verdict.Fail(
            "the extension is in this database and its library is not loaded: nothing that touches a hypertable works",
            "put timescaledb into shared_preload_libraries and restart the server"),
    };

    public static Verdict? License(ServerFacts facts, Tier? tier) => facts switch
    {
        { Extension: null } or { Preloaded: false } => null,
        { License: "apache" } when tier == Tier.Timescale => Verdict.Fail(
            "the licence changed to apache under a schema of tier timescale: no job compresses, refreshes or drops anything any more",
            "ALTER SYSTEM SET timescaledb.license = 'timescale', then restart the server"),
        _ => Verdict.Ok($"timescaledb.license is {facts.License}"),
    };

    public static Verdict? Changed(ServerFacts facts, Tier? tier) => tier switch
    {
        null => null,
        Tier.Postgres when facts.Extension is not null => Verdict.Warn(
            "TimescaleDB appeared in this database, whose schema is of tier postgres: it goes on as before, without compression and policies", Move),
        Tier.TimescaleApache when facts.License == "timescale" => Verdict.Warn(
            "the licence became timescale under a schema of tier apache: it goes on as before, without compression and policies", Move),
        _ => Verdict.Ok($"the schema is of tier {TierDecision.NameOf(tier.Value)}"),
    };

    public static Verdict Schema(ServerFacts facts, Tier? tier) => tier is { } installed
        ? SchemaRule.Judge(TierFolders.Of(installed), facts.Journal)
        : Verdict.Fail(TierDecision.Stranger(facts) ?? "the database has no schema yet", SchemaRule.SetUp);
}
