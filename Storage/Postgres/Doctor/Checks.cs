using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>The checks of an examination, in the order in which their findings are read.</summary>
internal static class Checks
{
    // What the server is. These need nothing but the facts, so they hold for any database that lets the doctor in.
    private static readonly ICheck[] OfServer =
    [
        new FactCheck("server-version", (facts, _) => ServerVersionRule.Judge(facts)),
        new FactCheck("preload", (facts, _) => TierRules.Preload(facts)),
        new FactCheck("extension", ExtensionRule.Judge),
        new FactCheck("licence", TierRules.License),
        new FactCheck("tier", TierRules.Changed),
        new FactCheck("schema", TierRules.Schema),
    ];

    public static IEnumerable<ICheck> Of(Examination examination, ExaminationDepth depth)
    {
        // Without its library the extension ends every connection that touches it, and without a schema there is nothing to look at.
        var deeper = examination is { Tier: not null, Facts: not { Extension: not null, Preloaded: false } };
        return deeper ? [.. OfServer, .. OfSchema(examination, depth)] : OfServer;
    }

    private static IEnumerable<ICheck> OfSchema(Examination examination, ExaminationDepth depth) =>
    [
        .. CheckFiles.Of(examination.Folders, depth).Select(check => new SqlCheck(check.Name, check.Statement)),
        new WindowChainCheck(),
        new MaintenanceCheck(),
        new ClockCheck(),
    ];
}
