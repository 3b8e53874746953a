using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What to hold against what.</summary>
public sealed record VerificationScope
{
    /// <summary>The database that the rows came from, as an Npgsql connection string.</summary>
    public required string Source { get; init; }

    /// <summary>The table there, by its schema and name as SQL writes them. Its columns are found out.</summary>
    public required string SourceTable { get; init; }

    /// <summary>What the source's network columns hold: counters, of which the target has the exact differences, or bytes as the target has them.</summary>
    public required NetworkMode Network { get; init; }

    /// <summary>The database that the rows went to, as an Npgsql connection string.</summary>
    public required string Target { get; init; }

    /// <summary>The first moment to look at; null: from the source's first row on. What its counters said before still counts.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The moment before which to look; null: the present, as of the start.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// Whether rows were copied that are older than the target keeps. Default: no, and they are not looked at. Of those that the target has
    /// dropped since, its hours are looked at.
    /// </summary>
    public bool KeepsExpired { get; init; }

    /// <summary>
    /// The moment before which rows were left out as older than the target keeps, so that their counters are not there either. Null: the start
    /// of the day (UTC) from which the target keeps rows now, which is not the day on which the copy began when that is some days ago; none where
    /// <see cref="KeepsExpired"/> is set.
    /// </summary>
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>
    /// Since when the service has stored samples of its own in the target. A row that only the target has is a difference when it is older and
    /// not newer than the source's rows. Null: not known; then such a row is a difference only where it cannot be the service's.
    /// </summary>
    public DateTimeOffset? ServiceSince { get; init; }

    /// <summary>How many differences of a kind are named; all are counted. Default: 100.</summary>
    public int MaxNamed { get; init; } = 100;

    /// <summary>How many of the source's rows one transaction reads at about; at least a day's. Default: 1 million.</summary>
    public long RowsPerTransaction { get; init; } = 1_000_000;

    /// <summary>How long one statement may take. Default: 10 minutes.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
