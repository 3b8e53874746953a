using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>The extension: whether it is there where the schema needs it, and versions that are known to be bad.</summary>
internal static class ExtensionRule
{
    private const int FirstServerOfNewest = 160000;

    private static readonly Version DeletesRight = new(2, 28, 3);
    private static readonly Version Secure = new(2, 29, 1);
    private static readonly Version Newest = new(2, 29, 2);

    public static Verdict Judge(ServerFacts facts, Tier? tier)
    {
        if (facts.Extension is { } version)
        {
            return Judge(version, facts.VersionNumber);
        }

        return tier is Tier.Timescale or Tier.TimescaleApache
            ? Verdict.Fail("the extension timescaledb is not in this database, whose schema needs it", "restore the database with its extension, see docs/database.md")
            : Verdict.Ok(facts.AvailableExtension is { } available ? $"TimescaleDB {available} is on the server and not in use here" : "no TimescaleDB, none needed");
    }

    /// <summary>Judges a version.</summary>
    /// <param name="version">The extension's.</param>
    /// <param name="server">The server's, as <c>server_version_num</c>.</param>
    public static Verdict Judge(string version, int server)
    {
        if (!Version.TryParse(version.Split('-', ' ')[0], out var parsed))
        {
            return Verdict.Warn($"TimescaleDB {version} is not a version that is known here", null);
        }

        // 2.28 is the last series for PostgreSQL 15.
        var update = $"install TimescaleDB {(server < FirstServerOfNewest ? DeletesRight : Newest)} on the server, restart it, then: psql -X -c 'ALTER EXTENSION timescaledb UPDATE'";
        if (parsed < DeletesRight)
        {
            return Verdict.Fail(
                $"TimescaleDB {version}: before 2.28.3 a DELETE may take compressed rows that it should leave (timescaledb issues 10089, 10254)", update);
        }

        if (server < FirstServerOfNewest)
        {
            return Verdict.Ok($"TimescaleDB {version}, of the last series for PostgreSQL 15; the security fixes of 2.29.1 need PostgreSQL 16");
        }

        if (parsed < Secure)
        {
            return Verdict.Warn($"TimescaleDB {version}: before 2.29.1 it has security bugs (GHSA-hcfx-29v5-2rcw)", update);
        }

        return parsed < Newest
            ? Verdict.Warn($"TimescaleDB {version}: before 2.29.2 queries of distinct values may leave out uncompressed rows (timescaledb issue 10423)", update)
            : Verdict.Ok($"TimescaleDB {version}");
    }
}
