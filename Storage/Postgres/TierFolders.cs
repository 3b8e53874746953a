namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>Which folders of sql/ make a tier.</summary>
internal static class TierFolders
{
    private const string Common = "common";
    private const string Hypertable = "hypertable";
    private const string Rollup = "rollup";
    private const string Orleans = "orleans";
    private const string Grants = "grants";

    /// <summary>The tier's folders, in the order in which they are applied; for statements a later one wins.</summary>
    public static string[] Of(Tier tier) => tier switch
    {
        Tier.Timescale => [Common, Hypertable, "timescale", Orleans, Grants],
        Tier.TimescaleApache => [Common, Hypertable, "apache", Rollup, Orleans, Grants],
        Tier.Postgres => [Common, "postgres", Rollup, Orleans, Grants],
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "not a tier of PostgreSQL"),
    };

    /// <summary>The tier whose scripts a journal names; null for an empty one.</summary>
    public static Tier? Installed(IEnumerable<string> journal)
    {
        var folders = journal.Select(name => name.Split('/')[0]).ToHashSet();
        return folders switch
        {
            _ when folders.Contains("timescale") => Tier.Timescale,
            _ when folders.Contains("apache") => Tier.TimescaleApache,
            _ when folders.Contains("postgres") => Tier.Postgres,
            _ => null,
        };
    }
}
