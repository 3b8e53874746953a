namespace LaunchStack.Metrics.Storage;

/// <summary>What the store's database can do.</summary>
public enum Tier
{
    /// <summary>TimescaleDB with continuous aggregates, compression and policies.</summary>
    Timescale,

    /// <summary>TimescaleDB under the Apache licence: hypertables only.</summary>
    TimescaleApache,

    /// <summary>PostgreSQL without the extension.</summary>
    Postgres,

    /// <summary>An embedded SQLite file.</summary>
    Sqlite,
}
