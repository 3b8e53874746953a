namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>Which tier of PostgreSQL to use: <c>Metrics:Tier</c>.</summary>
public enum TierChoice
{
    /// <summary>What the database holds already; else the best it can do, creating the extension where that is allowed.</summary>
    Auto,

    /// <summary><see cref="Tier.Timescale"/>, or an error.</summary>
    Timescale,

    /// <summary><see cref="Tier.TimescaleApache"/>, or an error.</summary>
    Apache,

    /// <summary><see cref="Tier.Postgres"/>.</summary>
    Postgres,
}
