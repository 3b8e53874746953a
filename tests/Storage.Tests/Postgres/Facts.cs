using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

/// <summary>Facts of servers that this machine does not have.</summary>
internal static class Facts
{
    /// <summary>An empty database on a server with TimescaleDB loaded and not created.</summary>
    public static ServerFacts Empty { get; } = new()
    {
        Version = "17.2",
        VersionNumber = 170002,
        SchemaName = "public",
        Extension = null,
        AvailableExtension = "2.29.2",
        Preloaded = true,
        License = null,
        HasSamplesTable = false,
        HasInstances = false,
        InstancesAreOurs = false,
        InstancesCanBeReferenced = false,
        Role = "me",
        OwnsSchema = true,
        MayCreate = true,
        Journal = [],
    };

    /// <summary>A database with the schema of a tier, as set-up left it.</summary>
    public static ServerFacts Installed(Tier tier)
    {
        var folder = tier switch { Tier.Timescale => "timescale", Tier.TimescaleApache => "apache", _ => "postgres" };
        var facts = Empty with { HasSamplesTable = true, HasInstances = true, InstancesAreOurs = true, Journal = [$"{folder}/incremental/001-resource-usage.sql"] };
        return tier == Tier.Postgres ? facts : facts with { Extension = "2.29.2", License = tier == Tier.Timescale ? "timescale" : "apache" };
    }
}
