using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>What is migrated from where to where, and how.</summary>
public sealed record MigrationOptions
{
    /// <summary>The most rows that a slice may be planned for: a slice is in memory, some at a time.</summary>
    public const int MaxBatch = 5_000_000;

    /// <summary>The most lanes.</summary>
    public const int MaxParallel = 16;

    /// <summary>The database that has the rows, as an Npgsql connection string. Only read, but for <see cref="Rename"/>.</summary>
    public required string Source { get; init; }

    /// <summary>The database that gets them, set up, as an Npgsql connection string of the tables' owner.</summary>
    public required string Target { get; init; }

    /// <summary>The source's table, with its schema where that is not the first of the search path. Default: <c>resource_usages</c>.</summary>
    public string Table { get; init; } = "resource_usages";

    /// <summary>What the source's network columns hold. Default: Docker's counters, which become bytes since the previous row.</summary>
    public NetworkMode Network { get; init; } = NetworkMode.Cumulative;

    /// <summary>Rows before are not copied; null: from the first. The row before tells the first bytes.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Rows from then on are not copied; null: up to now.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many rows a transaction of the target has, about. More is faster up to some 100,000, and takes more memory. Default: 100,000.</summary>
    public int Batch { get; init; } = 100_000;

    /// <summary>How many connections write, each its share of the instances. Default: 1.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>How many rows are read a second at the most; 0: as many as can be.</summary>
    public int RateLimit { get; init; }

    /// <summary>Whether rows are copied that the target's retention will drop: their hours and days outlive them.</summary>
    public bool KeepExpired { get; init; }

    /// <summary>Whether a table beside the target's in one database is renamed at the end, so that nobody writes to it any more.</summary>
    public bool Rename { get; init; }

    /// <summary>Whether it is renamed although others have built something around it.</summary>
    public bool RenameAnyway { get; init; }

    /// <summary>How long a statement may run in the source; a slice that takes longer is read in halves. Default: 60 s.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
