namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>Chooses a tier from what was asked for and what the database can do. Knows no connection.</summary>
internal static class TierDecision
{
    private const int OldestServer = 140000;

    /// <summary>The tier to use.</summary>
    /// <param name="choice">What was asked for.</param>
    /// <param name="facts">What the database is and holds.</param>
    /// <returns>The tier; TimescaleDB's tiers may need the extension created first.</returns>
    /// <exception cref="StoreSchemaException">What was asked for cannot be had.</exception>
    public static Tier Decide(TierChoice choice, ServerFacts facts)
    {
        if (facts.VersionNumber < OldestServer)
        {
            throw new StoreSchemaException($"PostgreSQL {facts.Version} is too old: 14 is the oldest that will do");
        }

        if (TierFolders.Installed(facts.Journal) is { } installed)
        {
            return Keep(installed, choice, facts);
        }

        if (facts.HasSamplesTable)
        {
            throw new StoreSchemaException(
                "the database has a table resource_usage that this service did not create; bring it over with `launchstack db migrate`, or use another database");
        }

        if (facts.HasInstances && !facts.InstancesAreOurs && !facts.InstancesCanBeReferenced)
        {
            throw new StoreSchemaException(
                "the table instances has no unique column id of type uuid, so samples cannot reference it; give it one, or use another database");
        }

        return choice switch
        {
            TierChoice.Auto => Best(facts),
            TierChoice.Postgres => Tier.Postgres,
            TierChoice.Apache => Need(Tier.TimescaleApache, facts),
            _ => Need(Tier.Timescale, facts),
        };
    }

    /// <summary>Why the extension cannot be used; null when it can, once it is created.</summary>
    public static string? Obstacle(ServerFacts facts) => facts switch
    {
        { Extension: not null } => null,
        { AvailableExtension: null } => "TimescaleDB is not installed on the server",
        { Preloaded: false } => "the server has not loaded TimescaleDB: put timescaledb into shared_preload_libraries and restart it",
        _ => null,
    };

    /// <summary>Refuses the full tier where the licence allows only the Apache one.</summary>
    public static void CheckLicense(Tier tier, ServerFacts facts)
    {
        if (tier == Tier.Timescale && facts.License == "apache")
        {
            throw new StoreSchemaException(
                "Metrics:Tier=timescale needs TimescaleDB's community licence: set timescaledb.license = 'timescale' on the server, or choose Metrics:Tier=apache");
        }
    }

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
                $"the database holds the schema of tier {NameOf(installed)}: choose Metrics:Tier={NameOf(installed)} or auto, or use another database");
        }

        return installed == Tier.Postgres ? installed : Need(installed, facts);
    }

    private static Tier Best(ServerFacts facts)
    {
        if (Obstacle(facts) is not null)
        {
            return Tier.Postgres;
        }

        return facts.License == "apache" ? Tier.TimescaleApache : Tier.Timescale;
    }

    private static Tier Need(Tier tier, ServerFacts facts)
    {
        if (Obstacle(facts) is { } obstacle)
        {
            throw new StoreSchemaException($"Metrics:Tier={NameOf(tier)} cannot be had: {obstacle}, or choose Metrics:Tier=postgres");
        }

        CheckLicense(tier, facts);
        return tier;
    }

    private static string NameOf(Tier tier) => tier switch
    {
        Tier.Timescale => "timescale",
        Tier.TimescaleApache => "apache",
        _ => "postgres",
    };
}
