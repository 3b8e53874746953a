namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>Chooses a tier from what was asked for and what the database can do. Knows no connection.</summary>
internal static class TierDecision
{
    /// <summary>The oldest server that will do, as <c>server_version_num</c>.</summary>
    public const int OldestServer = 150000;

    private const string Apache = "apache";
    private const string Move = "to move to another tier, set up an empty database and copy the rows (docs/database.md)";

    /// <summary>The tier to use.</summary>
    /// <param name="choice">What was asked for.</param>
    /// <param name="facts">What the database is and holds.</param>
    /// <returns>The tier; TimescaleDB's tiers may need the extension created first.</returns>
    /// <exception cref="StoreSchemaException">What was asked for cannot be had.</exception>
    public static Tier Decide(TierChoice choice, ServerFacts facts)
    {
        if (facts.VersionNumber < OldestServer)
        {
            throw new StoreSchemaException(TooOld(facts));
        }

        if (facts is { Extension: not null, Preloaded: false })
        {
            throw new StoreSchemaException($"the database has the extension timescaledb, and {Obstacle(facts)}");
        }

        if (TierFolders.Installed(facts.Journal) is { } installed)
        {
            return Keep(installed, choice, facts);
        }

        if (Stranger(facts) is { } stranger)
        {
            throw new StoreSchemaException(stranger);
        }

        return choice switch
        {
            TierChoice.Auto => Best(facts),
            TierChoice.Postgres => Tier.Postgres,
            TierChoice.Apache => Need(Tier.TimescaleApache, facts),
            _ => Need(Tier.Timescale, facts),
        };
    }

    /// <summary>What to say of a server that is too old.</summary>
    public static string TooOld(ServerFacts facts) => $"PostgreSQL {facts.Version} is too old: 15 is the oldest that will do; upgrade the server";

    /// <summary>What is in the way of a schema in a database that has none yet; null where nothing is.</summary>
    public static string? Stranger(ServerFacts facts) => facts switch
    {
        { HasSamplesTable: true } =>
            "the database has a table resource_usage that this service did not create; bring it over with `launchstack db migrate`, or use another database",
        { HasInstances: true, InstancesAreOurs: false, InstancesCanBeReferenced: false } =>
            "the table instances has no unique column id of type uuid, so samples cannot reference it; give it one, or use another database",
        { MayCreate: false } =>
            $"the database has no schema yet and the role {facts.Role} may not create it: run `launchstack db setup` as one that may, such as launchstack_owner of sql/roles/roles.sql",
        _ => null,
    };

    /// <summary>Why the extension cannot be used; null when it can, once it is created.</summary>
    public static string? Obstacle(ServerFacts facts) => facts switch
    {
        { Extension: null, AvailableExtension: null } => "TimescaleDB is not installed on the server",
        { Preloaded: false } => "the server has not loaded TimescaleDB: put timescaledb into shared_preload_libraries and restart it",
        _ => null,
    };

    /// <summary>The tier as options name it.</summary>
    public static string NameOf(Tier tier) => tier switch
    {
        Tier.Timescale => "timescale",
        Tier.TimescaleApache => "apache",
        Tier.Postgres => "postgres",
        _ => "sqlite",
    };

    private static Tier Keep(Tier installed, TierChoice choice, ServerFacts facts)
    {
        var wanted = choice switch
        {
            TierChoice.Auto => installed,
            TierChoice.Timescale => Tier.Timescale,
            TierChoice.Apache => Tier.TimescaleApache,
            _ => Tier.Postgres,
        };
        if (wanted != installed)
        {
            throw new StoreSchemaException(
                $"the database holds the schema of tier {NameOf(installed)}: choose Metrics:Tier={NameOf(installed)} or auto, or use another database; {Move}");
        }

        if (installed != Tier.Postgres && facts.Extension is null)
        {
            throw new StoreSchemaException(
                $"the database holds the schema of tier {NameOf(installed)} and the extension timescaledb is gone from it: restore the database with its extension (docs/database.md)");
        }

        return installed == Tier.Timescale && facts.License == Apache
            ? throw new StoreSchemaException(
                $"the licence changed to apache under a schema of tier timescale: set timescaledb.license = 'timescale' on the server and restart it; {Move}")
            : installed;
    }

    private static Tier Best(ServerFacts facts)
    {
        if (Obstacle(facts) is not null)
        {
            return Tier.Postgres;
        }

        return facts.License == Apache ? Tier.TimescaleApache : Tier.Timescale;
    }

    private static Tier Need(Tier tier, ServerFacts facts)
    {
        if (Obstacle(facts) is { } obstacle)
        {
            throw new StoreSchemaException($"Metrics:Tier={NameOf(tier)} cannot be had: {obstacle}, or choose Metrics:Tier=postgres");
        }

        return tier == Tier.Timescale && facts.License == Apache
            ? throw new StoreSchemaException(
                "Metrics:Tier=timescale needs TimescaleDB's community licence: set timescaledb.license = 'timescale' on the server, or choose Metrics:Tier=apache")
            : tier;
    }
}
