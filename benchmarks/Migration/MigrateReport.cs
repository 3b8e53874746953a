using LaunchStack.Metrics.Benchmarks.Output;

namespace LaunchStack.Metrics.Benchmarks.Migration;

/// <summary>The result of <c>migrate</c>: medians over the rounds.</summary>
/// <param name="Server">What was measured.</param>
/// <param name="Rows">How many rows the old table has.</param>
/// <param name="Instances">Of how many instances.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="PsqlRowsPerS">Rows a second of psql's COPY to psql's COPY.</param>
/// <param name="RowsPerS">Rows a second of the migration, both looks at the source included.</param>
/// <param name="Ratio">How many times as many: the median of the rounds' ratios.</param>
/// <param name="PeakBytes">The most memory of the migration's process.</param>
/// <param name="AfterSeconds">Its refresh, compression, repacking and ANALYZE.</param>
/// <param name="OldBytesPerRow">The old table, with its indexes.</param>
/// <param name="PsqlBytesPerRow">The target as rows come.</param>
/// <param name="BytesPerRow">The target after the migration, days older than seven compressed.</param>
/// <param name="SizeRatio">How many times smaller that is than the old table.</param>
internal sealed record MigrateReport(
    string Server,
    long Rows,
    int Instances,
    int Rounds,
    double PsqlRowsPerS,
    double RowsPerS,
    double Ratio,
    decimal? PeakBytes,
    double AfterSeconds,
    double OldBytesPerRow,
    double PsqlBytesPerRow,
    double BytesPerRow,
    double SizeRatio)
{
    public static MigrateReport Of(string server, long rows, int instances, long oldBytes, IReadOnlyList<MigrateRound> rounds) => new(
        server,
        rows,
        instances,
        rounds.Count,
        rounds.Select(round => rows / round.PsqlSeconds).Median(),
        rounds.Select(round => rows / round.CopySeconds).Median(),
        rounds.Select(round => round.PsqlSeconds / round.CopySeconds).Median(),
        (decimal?)rounds.Select(round => (double?)round.PeakBytes).Median(),
        rounds.Select(round => round.AfterSeconds).Median(),
        (double)oldBytes / rows,
        rounds.Select(round => (double)round.PsqlBytes / rows).Median(),
        rounds.Select(round => (double)round.Bytes / rows).Median(),
        rounds.Select(round => (double)oldBytes / round.Bytes).Median());
}
