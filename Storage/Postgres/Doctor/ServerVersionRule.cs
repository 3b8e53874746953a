using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>Versions of PostgreSQL: too old, or known to be bad.</summary>
internal static class ServerVersionRule
{
    // The releases of 2024-11-14 changed a structure that extensions rely on; those of a week later changed it back.
    private static readonly int[] BrokenForExtensions = [150009, 160005, 170001];

    public static Verdict Judge(ServerFacts facts) => facts.VersionNumber switch
    {
        < TierDecision.OldestServer => Verdict.Fail(TierDecision.TooOld(facts), "upgrade the server with pg_upgrade"),
        var version when BrokenForExtensions.Contains(version) => Verdict.Warn(
            $"PostgreSQL {facts.Version} crashes with extensions built for the releases around it, TimescaleDB among them", "install the next minor release and restart the server"),
        _ => Verdict.Ok($"PostgreSQL {facts.Version}"),
    };
}
