namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>How a server is set up.</summary>
public enum PostgresFlavor
{
    /// <summary>With TimescaleDB where it is installed.</summary>
    Full,

    /// <summary>With <c>timescaledb.license=apache</c>.</summary>
    Apache,

    /// <summary>Without TimescaleDB's library, even where it is installed.</summary>
    Plain,
}
