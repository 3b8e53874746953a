using LaunchStack.Metrics.Benchmarks.Output;

namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>What a question took: medians over the rounds.</summary>
/// <param name="Question">Which one.</param>
/// <param name="Rows">Rows of an answer.</param>
/// <param name="Asked">How often it was asked beside ingest in a round.</param>
/// <param name="Failures">How often it was refused or failed there, in all rounds.</param>
/// <param name="P50Ms">Half of the answers came in this time after they were due, beside ingest, milliseconds.</param>
/// <param name="P99Ms">99 of 100 of them.</param>
/// <param name="LoadedSqlP50Ms">The same of plain SQL beside the same ingest.</param>
/// <param name="LoadedSqlP99Ms">99 of 100 of these.</param>
/// <param name="BoundMs">What that is to stay below.</param>
/// <param name="SqlMs">Plain SQL, nothing written beside.</param>
/// <param name="ServiceMs">The service with nothing kept, by turns with it.</param>
/// <param name="AddedMs">The second less the first: the median of the rounds' differences.</param>
/// <param name="KeptMs">The service with kept answers, by turns with SQL, too.</param>
/// <param name="KeptFaster">How many times faster than SQL that is: the median of the rounds' ratios.</param>
internal sealed record ReadResult(
    string Question,
    int Rows,
    long Asked,
    long Failures,
    double P50Ms,
    double P99Ms,
    double LoadedSqlP50Ms,
    double LoadedSqlP99Ms,
    double BoundMs,
    double SqlMs,
    double ServiceMs,
    double AddedMs,
    double KeptMs,
    double KeptFaster)
{
    public static ReadResult Of(ReadQuestion question, IReadOnlyList<ReadFigures> rounds) => new(
        question.Name,
        rounds[^1].Bare.Rows,
        rounds[^1].Loaded.Service.Requests,
        rounds.Sum(round => round.Loaded.Service.Failures),
        rounds.Select(round => round.Loaded.Service.P50Ms).Median(),
        rounds.Select(round => round.Loaded.Service.P99Ms).Median(),
        rounds.Select(round => round.Loaded.Sql.P50Ms).Median(),
        rounds.Select(round => round.Loaded.Sql.P99Ms).Median(),
        question.BoundMs,
        rounds.Select(round => round.Bare.SqlMs).Median(),
        rounds.Select(round => round.Bare.ServiceMs).Median(),
        rounds.Select(round => round.Bare.ServiceMs - round.Bare.SqlMs).Median(),
        rounds.Select(round => round.Kept.ServiceMs).Median(),
        rounds.Select(round => round.Kept.SqlMs / round.Kept.ServiceMs).Median());
}
